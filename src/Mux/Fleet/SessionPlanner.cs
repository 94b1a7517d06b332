using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>
/// Decides what the camp's sessions ask of the fleet: a pure function of (snapshot, goals, now). Before a session its ships are made in time; inside it the fleet
/// never shrinks and grows ahead of the queue; after it ships go back as their attendees stop working.
/// </summary>
internal static class SessionPlanner
{
    /// <summary>For ships of a session that has closed, when the camp says nothing else.</summary>
    public static readonly TimeSpan IdleAfterClosing = TimeSpan.FromMinutes(20);

    /// <summary>What is taken down now would be made again for a session that begins to warm up so soon.</summary>
    private static readonly TimeSpan Bridge = TimeSpan.FromHours(1);

    public static SessionDecision Decide(FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset now)
    {
        var doors = DoorsAreOpen(snapshot, goals, now);
        if (snapshot.GoalRule != GoalRule.Sessions)
        {
            return new SessionDecision(snapshot.Goal, snapshot.GoalRule == GoalRule.Hand ? "by hand" : "for a rehearsal", doors, []);
        }

        var table = snapshot.Sessions;
        if (table.IsEmpty)
        {
            return new SessionDecision(goals.Standing, "fleet.ships of camp.yaml", doors, Releases(snapshot, null, goals, now));
        }

        if (table.Current(now) is { } current)
        {
            return Inside(snapshot, current, $"session {current.Name}", goals, now, doors);
        }

        if (table.Next(now) is { } next && WarmUp.Start(next, snapshot.Boots, goals) is var start && start - now <= Bridge)
        {
            return start <= now
                ? Inside(snapshot, next, $"warming up for session {next.Name}", goals, now, doors)
                : new SessionDecision(Math.Max(Resting(snapshot, goals), Math.Min(snapshot.Index.Counted, next.Wanted)), $"kept for session {next.Name}", doors, []);
        }

        var last = table.Last(now);
        var why = last is null ? "before the first session" : table.Next(now) is null ? "after the last session" : "between sessions";
        return new SessionDecision(Resting(snapshot, goals), why, doors, Releases(snapshot, last, goals, now));
    }

    /// <summary>Seats that must stay free for those who were invited: a walk-in gets a ship only if that many are left.</summary>
    public static int HeldBack(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var session = snapshot.Sessions.Current(now) ?? snapshot.Sessions.Next(now);
        return session is { Reserved: > 0 } && now < session.ReservedUntil ? Math.Max(0, session.Reserved - snapshot.ReservedBerths) : 0;
    }

    private static SessionDecision Inside(FleetSnapshot snapshot, CampSession session, string why, SessionGoals goals, DateTimeOffset now, bool doors)
    {
        var awaited = Math.Max(0, HeldBack(snapshot, now) - snapshot.Line.ReservedCount);
        var asked = snapshot.Count(ShipState.Running) + snapshot.Line.Count + awaited + session.Spare;
        var queue = asked > session.Wanted && !snapshot.Line.IsEmpty;
        var target = Math.Min(goals.MaxShips, Math.Max(session.Wanted, asked));
        return new SessionDecision(Math.Max(target, snapshot.Index.Counted), queue ? why + " and its queue" : why, doors, []);
    }

    // Ships in use stay until they are idle, whatever the goal; the floor is kept warm beside them.
    private static int Resting(FleetSnapshot snapshot, SessionGoals goals) => Math.Min(goals.MaxShips, snapshot.Count(ShipState.Running) + goals.Floor);

    private static bool DoorsAreOpen(FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset now)
    {
        var table = snapshot.Sessions;
        if (snapshot.DoorsOrder is { } order && !table.ClosedSince(order.At, now))
        {
            return order.Open;
        }

        var up = snapshot.Count(ShipState.Available) + snapshot.Count(ShipState.Running);
        // Ships that are there for a rehearsal are no sign that the camp is ready.
        return table.IsEmpty ? snapshot.DoorsOpen || (up >= goals.OpenAt && snapshot.Rehearsing is null) : (table.Current(now) ?? table.Next(now)) switch
        {
            { Doors: DoorsRule.Time } session => session.IsOpenAt(now),
            { Doors: DoorsRule.Ready } session => session.WarmBy <= now && (snapshot.DoorsOpen || up >= goals.OpenAt),
            _ => false,
        };
    }

    private static ImmutableArray<(ShipId Ship, string Reason)> Releases(FleetSnapshot snapshot, CampSession? last, SessionGoals goals, DateTimeOffset now)
    {
        if ((goals.IdleAfter ?? (last is null ? null : IdleAfterClosing)) is not { } patience || snapshot.Count(ShipState.Running) == 0)
        {
            return [];
        }

        return [.. snapshot.ShipList
            .Where(ship => ship is { State: ShipState.Running, Leaving: null })
            .Select(ship => (ship.Id, Reason: Idleness.WhyRelease(ship, last?.Closes, patience, goals.Linger, now)))
            .Where(release => release.Reason is not null)
            .Select(release => (release.Id, release.Reason!))];
    }
}
