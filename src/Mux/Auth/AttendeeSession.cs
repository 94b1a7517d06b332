using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Auth;

/// <summary>
/// Who sends a request. On the way of every proxied byte: one hash and two look-ups in the snapshot; no lock, no I/O, no decryption.
/// </summary>
internal sealed class AttendeeSession(MuxSettings settings, FleetStore store, HelpVisits visits, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const int SessionsEach = 16;

    private readonly SecretCookie cookie = new("mux", settings.AttendeeUrl.Scheme == Uri.UriSchemeHttps, SameSiteMode.Lax);

    /// <summary>The attendee whose cookie the request carries; null when it carries none that is good now.</summary>
    public Attendee? Find(HttpContext context) => Find(context, store.Snapshot);

    /// <summary>The same, for a caller that looks at more of one snapshot.</summary>
    public Attendee? Find(HttpContext context, FleetSnapshot snapshot) =>
        FindLogin(context, snapshot) is { } login && snapshot.Attendees.TryGetValue(login.Attendee, out var attendee) ? attendee : null;

    /// <summary>The login itself, for a caller that holds something open as long as it lasts.</summary>
    public LoginSession? FindLogin(HttpContext context, FleetSnapshot snapshot) =>
        KeyOf(context) is { } key && snapshot.Logins.TryGetValue(key, out var login) && login.ExpiresAt > time.GetUtcNow() ? login : null;

    /// <summary>The key of the request's session; null without one, and in a browser that an attendee's leave has let in: there an attendee's scripts run.</summary>
    public string? KeyOf(HttpContext context) => cookie.TryGetKey(context, out var key) && !visits.IsCarriedBy(context) ? key : null;

    /// <summary>Sends the session id that <see cref="Begin"/> has made good.</summary>
    public void Send(HttpContext context, SecretTicket ticket)
    {
        visits.End(context);
        cookie.Send(context, ticket, Lifetime);
    }

    public void RemoveCookie(HttpContext context) => cookie.Remove(context);

    /// <summary>Stores a session within a change; the one it replaces ends, and so do expired ones and an attendee's oldest beyond sixteen.</summary>
    /// <param name="word">The provider that vouches, beyond whose word no session lasts; null when none does.</param>
    public static void Begin(StoreDraft draft, AttendeeId attendee, string key, string? replaced, ProviderWord? word = null)
    {
        if (replaced is not null && draft.Snapshot.Logins.ContainsKey(replaced))
        {
            draft.RemoveLogin(replaced);
        }

        var logins = draft.Snapshot.LoginIndex;
        var surplus = logins.Of(attendee).OrderByDescending(login => login.ExpiresAt).Skip(SessionsEach - 1).Select(login => login.Key);
        foreach (var ended in logins.EndedBy(draft.Now).Union(surplus).ToList())
        {
            draft.RemoveLogin(ended);
        }

        draft.Put(new LoginSession(key, attendee, word?.ExpiresAt ?? draft.Now + Lifetime) { Word = word });
    }
}
