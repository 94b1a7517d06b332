using Mux.Fleet;

namespace Mux.Store;

/// <summary>Ties waiting attendees to available ships, in order of arrival. Runs inside the writer after every change, so no ship is seen free twice.</summary>
internal static class WaitingLine
{
    public static void Advance(StoreDraft draft, int openAt)
    {
        if (!draft.Snapshot.DoorsOpen && draft.Snapshot.Ships.Values.Count(ship => ship.State is ShipState.Available or ShipState.Running) >= openAt)
        {
            draft.OpenDoors();
        }

        while (draft.Snapshot is { DoorsOpen: true, Line.IsEmpty: false } snapshot && NextFree(snapshot) is { } ship)
        {
            Seat(draft, snapshot.Attendees[snapshot.Line.Values.First()], ship);
        }
    }

    /// <summary>Puts the attendee at the line's end, unless a ship or a place in the line is there already.</summary>
    public static void Join(StoreDraft draft, Attendee attendee)
    {
        if (attendee.LineNumber is not null || draft.Snapshot.Berths.ContainsKey(attendee.Id))
        {
            return;
        }

        var last = draft.Snapshot.Line.IsEmpty ? 0 : Math.Max(0, draft.Snapshot.Line.Keys.Last());
        draft.Put(attendee with { LineNumber = last + 1 });
    }

    private static void Seat(StoreDraft draft, Attendee attendee, Ship ship)
    {
        var home = attendee.Home ?? ship.Home;
        draft.Apply(ship.Id, new ShipEvent.Claimed(attendee.Id, home));
        draft.Put(attendee with { Home = home, LineNumber = null });
    }

    // The one that has been ready longest: it has proved itself longest.
    private static Ship? NextFree(FleetSnapshot snapshot) => snapshot.Ships.Values
        .Where(ship => ship is { State: ShipState.Available, Quarantined: false, Vitals: { Link: ShipLink.Connected, InterruptedAt: null } })
        .MinBy(ship => (ship.StateSince, ship.Id.Value));
}
