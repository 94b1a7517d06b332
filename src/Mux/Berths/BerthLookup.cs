using Mux.Auth;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Berths;

/// <summary>The tie of an attendee to a ship, as one snapshot has it.</summary>
/// <param name="Login">The session that the request came with.</param>
/// <param name="Ship">Null while the attendee waits for one.</param>
/// <param name="Snapshot">What all of it was taken from.</param>
internal sealed record Berth(Attendee Attendee, LoginSession Login, Ship? Ship, FleetSnapshot Snapshot);

/// <summary>Finds the ship of a request: pure look-ups in the newest snapshot, no lock, no I/O.</summary>
internal sealed class BerthLookup(FleetStore store, AttendeeSession session)
{
    /// <summary>Null when nobody is logged in.</summary>
    public Berth? Find(HttpContext context)
    {
        var snapshot = store.Snapshot;
        return session.FindLogin(context, snapshot) is { } login && snapshot.Attendees.TryGetValue(login.Attendee, out var attendee)
            ? new Berth(attendee, login, snapshot.ShipOf(attendee.Id), snapshot)
            : null;
    }
}
