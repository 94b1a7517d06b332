using Mux.Fleet;

namespace Mux.Store;

/// <summary>How ships end, and what becomes of their attendees.</summary>
internal sealed partial class StoreDraft
{
    /// <summary>
    /// Ends a ship. One in use whose files can still be copied away serves on until they are, at most for <paramref name="patience"/>; to end one that waits so is to end it now.
    /// </summary>
    /// <param name="id">The ship.</param>
    /// <param name="cause">Why it ends.</param>
    /// <param name="reason">The same for people.</param>
    /// <param name="patience">Null: homes are not copied in this camp.</param>
    public Transition End(ShipId id, TerminationCause cause, string reason, TimeSpan? patience)
    {
        var waits = Snapshot.Ships.GetValueOrDefault(id) is { State: ShipState.Running, Leaving: null, Vitals.Link: ShipLink.Connected };
        return Apply(id, waits && patience is { } time ? new ShipEvent.Departing(cause, reason, Now + time) : new ShipEvent.Ended(cause, reason));
    }

    // Whoever loses a ship in use goes before all who never had one; whoever's session is over has not lost it.
    private void AfterShip(AttendeeId id, Ship ship)
    {
        if (!Snapshot.Attendees.TryGetValue(id, out var attendee) || attendee.IsStandIn)
        {
            return;
        }

        if (ship.Cause == TerminationCause.Released)
        {
            Put(attendee with { LineNumber = null, Notice = $"Your machine was given back: {ship.Reason}. What you saved is kept." });
            return;
        }

        var first = Snapshot.Line.IsEmpty ? 0 : Math.Min(0, Snapshot.Line.First.Number);
        Put(attendee with { LineNumber = first - 1, Notice = $"Your machine was replaced ({ship.Reason}). Your saved files come along." });
    }
}
