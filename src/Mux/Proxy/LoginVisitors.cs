using Mux.Auth;
using Mux.Store;

namespace Mux.Proxy;

/// <summary>Whose request it is, by the session cookie or by a helper's, all from one snapshot.</summary>
internal sealed class LoginVisitors(AttendeeSession session, HelpVisits visits, FleetStore store, TimeProvider time)
{
    public Visitor? Find(HttpContext context)
    {
        var snapshot = store.Snapshot;
        if (CampPath.Parse(context.Request.Path.Value) is { } path && visits.TryFind(context, path.Tutorial, out var visit, out var host))
        {
            return new Visitor(host, visit, snapshot.ShipOf(host));
        }

        return session.KeyOf(context) is { } key && snapshot.Logins.TryGetValue(key, out var login) && login.ExpiresAt > time.GetUtcNow()
            ? new Visitor(login.Attendee, key, snapshot.ShipOf(login.Attendee))
            : null;
    }
}
