using System.Collections.Immutable;
using Microsoft.Extensions.Caching.Memory;
using Mux.Fleet;

namespace Mux.Auth;

/// <summary>Whom a login form has made, and the logins that it began.</summary>
/// <param name="LoginKeys">Each took the place of the one before. More than one, since the newest may not be written yet, or never be.</param>
internal sealed record Joined(AttendeeId Attendee, ImmutableArray<string> LoginKeys)
{
    private const int MaxKept = 32;

    /// <summary>The form has come again.</summary>
    public Joined Again(string loginKey) => this with { LoginKeys = [.. LoginKeys.TakeLast(MaxKept - 1), loginKey] };

    /// <summary>The login that lasts; null: none does.</summary>
    public string? LoginOf(FleetSnapshot snapshot) => LoginKeys.LastOrDefault(snapshot.Logins.ContainsKey);
}

/// <summary>
/// What each login form has done. Who presses the button of a slow page twice sends the same form twice, and sees the second answer alone: it must not be that
/// somebody of that name is here already. Only that one copy of the form, whose token nobody else knows, counts, for a minute, and while its login lasts.
/// </summary>
internal sealed class JustJoined : IDisposable
{
    private static readonly MemoryCacheEntryOptions Entry = new() { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) };

    private readonly MemoryCache forms = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public void Remember(PostedForm form, Joined joined)
    {
        if (form[FormToken.Field] is { Length: > 0 } token)
        {
            forms.Set(token, joined, Entry);
        }
    }

    /// <summary>Null unless this form has just made the attendee of that name, who has not logged out since.</summary>
    public Joined? By(PostedForm form, AttendeeName name, FleetSnapshot snapshot) =>
        forms.TryGetValue(form[FormToken.Field], out Joined? joined) && snapshot.Names.TryGetValue(name.Key, out var known) && joined!.Attendee == known && joined.LoginOf(snapshot) is not null
            ? joined : null;

    public void Dispose() => forms.Dispose();
}
