using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>How people get in, and who is more than an attendee.</summary>
internal sealed record LoginDefinition
{
    /// <summary>Whether a name and the camp's access code are enough.</summary>
    public bool AccessCode { get; init; } = true;

    /// <summary>Seats for those who come by access code; null: as many as come.</summary>
    public int? WalkIns { get; init; }

    /// <summary>Beyond <see cref="WalkIns"/>: true keeps a place on standby, false asks to see an organizer.</summary>
    public bool StandBy { get; init; } = true;

    /// <summary>How long a personal link of the roster is good.</summary>
    public TimeSpan LinksLast { get; init; } = TimeSpan.FromDays(14);

    public ImmutableArray<ProviderDefinition> Providers { get; init; } = [];

    /// <summary>Who is organizer, helper or author; a person may be several.</summary>
    public ImmutableArray<RoleRule> Roles { get; init; } = [];

    public ProviderDefinition? Provider(string name) => Providers.FirstOrDefault(provider => provider.Name == name);
}

/// <summary>An OpenID provider whose word the camp takes.</summary>
/// <param name="Authority">What its tokens must name as issuer; https, or http on loopback.</param>
internal sealed record ProviderDefinition(string Name, Uri Authority, string ClientId)
{
    /// <summary>On the login page's button.</summary>
    public string Title { get; init; } = Name;

    /// <summary>An environment variable that holds the client's secret; empty: see <see cref="SecretFile"/>.</summary>
    public string SecretVariable { get; init; } = "";

    /// <summary>A file that holds the client's secret; both empty: a public client, PKCE alone.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Beside <c>openid</c>. <c>offline_access</c> is what most providers give a refresh token for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = ["profile", "email", "offline_access"];

    /// <summary>Who of the provider's people may attend; empty: all of them.</summary>
    public ImmutableArray<PersonMatch> Attendees { get; init; } = [];
}

/// <summary>Whom a rule means: one subject, all with a claim of that value, or all with a verified address of that very domain.</summary>
/// <param name="Value">Of the claim, the subject or the domain, compared as it stands.</param>
internal sealed record PersonMatch(MatchKind Kind, string Claim, string Value);

internal enum MatchKind
{
    Subject,
    Claim,
    EmailDomain,
}

/// <summary>A role for whom <paramref name="Match"/> means among the people of <paramref name="Provider"/>.</summary>
/// <param name="Tutorials">What an author may deploy.</param>
internal sealed record RoleRule(StaffRole Role, string Provider, PersonMatch Match, ImmutableArray<string> Tutorials);
