using Mux.Fleet;

namespace Mux.Store;

/// <summary>Ties waiting attendees to available ships, in order of arrival. Runs inside the writer after every change, so no ship is seen free twice.</summary>
internal static class WaitingLine
{
    // Beyond any number that order of arrival comes to: who is on stand-by stands behind everybody else, in an order of their own.
    private const long StandBy = 1L << 40;

    public static void Advance(StoreDraft draft, int openAt)
    {
        // With sessions or an organizer's word the controller opens and shuts.
        if (draft.Snapshot is { DoorsOpen: false, Sessions.IsEmpty: true, DoorsOrder: null, Rehearsing: null } shut && shut.Count(ShipState.Available) + shut.Count(ShipState.Running) >= openAt)
        {
            draft.SetDoors(true);
        }

        while (draft.Snapshot is { DoorsOpen: true, Line.IsEmpty: false, Index.Free.IsEmpty: false } snapshot && Next(snapshot, draft.Now) is { } place)
        {
            Seat(draft, snapshot.Attendees[place.Attendee], snapshot.Ships[new ShipId(snapshot.Index.Free[0].Ship)]);
        }

        SeatStandIns(draft);
    }

    /// <summary>Puts the attendee at the line's end, unless a ship or a place in the line is there already.</summary>
    public static void Join(StoreDraft draft, Attendee attendee)
    {
        if (attendee.IsStandIn || attendee.LineNumber is not null || draft.Snapshot.Berths.ContainsKey(attendee.Id))
        {
            return;
        }

        var last = attendee.OnStandBy ? draft.Snapshot.Line.LastBelow(long.MaxValue, StandBy) : draft.Snapshot.Line.LastBelow(StandBy, 0);
        draft.Put(attendee with { LineNumber = last + 1 });
    }

    // A rehearsal needs no open doors; and whoever waits is somebody, and goes first.
    private static void SeatStandIns(StoreDraft draft)
    {
        if (draft.Snapshot.Rehearsing is not { State: RehearsalState.Running } rehearsal || draft.Snapshot.Index.Free.IsEmpty)
        {
            return;
        }

        foreach (var id in rehearsal.StandIns)
        {
            if (draft.Snapshot is { Index.Free.IsEmpty: false } snapshot && !snapshot.Berths.ContainsKey(id) && snapshot.Attendees.GetValueOrDefault(id) is { HasEntered: true } standIn)
            {
                Seat(draft, standIn, snapshot.Ships[new ShipId(snapshot.Index.Free[0].Ship)]);
            }
        }
    }

    private static void Seat(StoreDraft draft, Attendee attendee, Ship ship)
    {
        var home = attendee.Home ?? ship.Home;
        draft.Apply(ship.Id, new ShipEvent.Claimed(attendee.Id, home));
        draft.Put(attendee with { Home = home, LineNumber = null, OnStandBy = false, Notice = attendee.OnStandBy ? "" : attendee.Notice });
    }

    // In order of arrival; but the last ships are for those whose seats are reserved, as long as they are. Who had a ship before has no number above 0.
    private static LinePlace? Next(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var first = snapshot.Line.First;
        return first.Number <= 0 || snapshot.Attendees[first.Attendee].HasReservedSeat || snapshot.Index.Free.Count > SessionPlanner.HeldBack(snapshot, now)
            ? first
            : snapshot.Line.FirstReserved;
    }
}
