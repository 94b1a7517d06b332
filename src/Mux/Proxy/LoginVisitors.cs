using Mux.Auth;
using Mux.Store;

namespace Mux.Proxy;

/// <summary>Whose request it is, by the session cookie, all from one snapshot.</summary>
internal sealed class LoginVisitors(AttendeeSession session, FleetStore store, TimeProvider time)
{
    public Visitor? Find(HttpContext context)
    {
        var snapshot = store.Snapshot;
        return session.KeyOf(context) is { } key && snapshot.Logins.TryGetValue(key, out var login) && login.ExpiresAt > time.GetUtcNow()
            ? new Visitor(login.Attendee, key, snapshot.ShipOf(login.Attendee))
            : null;
    }
}
