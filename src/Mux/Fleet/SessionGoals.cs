using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Which rule gives the goal.</summary>
internal enum GoalRule
{
    /// <summary>The sessions, or without any the number in <c>camp.yaml</c>.</summary>
    Sessions,

    /// <summary>The organizer's own number.</summary>
    Hand,

    /// <summary>The rehearsal that is on; what counted before it counts again after it.</summary>
    Rehearsal,
}

/// <summary>What <see cref="SessionPlanner"/> must know besides the snapshot.</summary>
/// <param name="Standing">Ships wanted by a camp without sessions.</param>
/// <param name="Floor">Ships kept warm between sessions, beyond those in use.</param>
/// <param name="OpenAt">Ships that open the doors of a session that opens by readiness.</param>
/// <param name="IdleAfter">Without input or work a ship in use is given back; null: only after a session, and then after <see cref="SessionPlanner.IdleAfterClosing"/>.</param>
/// <param name="Linger">After a session's closing no ship of it stays longer, in use or not.</param>
internal sealed record SessionGoals(int MaxShips, int Standing, int Floor, int MaxBooting, int OpenAt, TimeSpan BootTimeout, TimeSpan? IdleAfter, TimeSpan Linger);

/// <summary>What the sessions ask of the fleet now.</summary>
/// <param name="Goal">Ships that there shall be.</param>
/// <param name="Why">Where the number comes from, for people; without numbers, so that it changes only when the reason does.</param>
/// <param name="DoorsOpen">Attendees in line get ships.</param>
/// <param name="Releases">Ships in use that are given back, with the reason for their attendees.</param>
internal sealed record SessionDecision(int Goal, string Why, bool DoorsOpen, ImmutableArray<(ShipId Ship, string Reason)> Releases);
