using System.Security.Claims;
using Mux.Camp;

namespace Mux.Auth.Oidc;

/// <summary>What a provider says of a person. Its word counts for these claims only as far as it is plain: what is said twice and differently is not said at all.</summary>
internal sealed class PersonClaims(IEnumerable<Claim> claims)
{
    private readonly ILookup<string, string> values = claims.ToLookup(claim => claim.Type, claim => claim.Value, StringComparer.Ordinal);

    public string Subject => Single("sub") ?? "";

    /// <summary>Null when there is none, or several.</summary>
    public string? Single(string claim) => values[claim].Distinct(StringComparer.Ordinal).Take(2).ToList() is [var only] ? only : null;

    /// <summary>For people to read; null when none of the usual claims has one.</summary>
    public string? Name => new[] { Single("name"), Single("preferred_username"), $"{Single("given_name")} {Single("family_name")}" }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));

    public bool Fit(PersonMatch match) => match.Kind switch
    {
        MatchKind.Subject => Subject == match.Value,
        MatchKind.EmailDomain => VerifiedEmail is { } email && string.Equals(email[(email.LastIndexOf('@') + 1)..], match.Value, StringComparison.OrdinalIgnoreCase),
        _ when match.Claim == "email" => string.Equals(VerifiedEmail, match.Value, StringComparison.OrdinalIgnoreCase),
        _ => values[match.Claim].Contains(match.Value, StringComparer.Ordinal),
    };

    /// <summary>The address, when the provider has seen that it is the person's own. Plain ASCII: letters that only look alike make another domain.</summary>
    private string? VerifiedEmail =>
        values["email_verified"].Any() && values["email_verified"].All(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase))
        && Single("email") is { } email && email.IndexOf('@', StringComparison.Ordinal) > 0 && email.All(letter => letter is > ' ' and <= '~')
            ? email
            : null;
}
