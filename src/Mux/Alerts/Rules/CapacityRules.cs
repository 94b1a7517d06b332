using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>People wait, the doors are open, and no ship is on its way for them: with the cause.</summary>
internal static class CapacityRules
{
    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot, AlertLimits limits)
    {
        var coming = snapshot.Index.Free.Count + snapshot.ShipList.Count(ship => ship is { State: ShipState.Pending or ShipState.Booting, Quarantined: false } && !LaunchPlanner.NeedsMachine(ship, snapshot));
        var missing = snapshot.Line.Count - coming;
        var (why, fix) = Cause(snapshot, limits);
        if (!snapshot.DoorsOpen || snapshot.Line.IsEmpty || why.Length == 0)
        {
            return [];
        }

        var text = $"{AlertWords.Count(snapshot.Line.Count, "attendee waits", "attendees wait")} for {AlertWords.Count(coming, "ship", "ships")}, and the fleet cannot grow: {why}";
        return [new AlertFinding(AlertKind.NoCapacity, "line", Severity.Bad, text, fix) { Raises = missing > 0 }];
    }

    private static (string Why, string Fix) Cause(FleetSnapshot snapshot, AlertLimits limits) => snapshot switch
    {
        { Board.Stop: { } stop } => ($"launching is stopped ({stop.Code})", stop.Fix),
        { Board.Pauses.IsEmpty: false } when snapshot.ShipList.Any(ship => LaunchPlanner.NeedsMachine(ship, snapshot)) => (Paused(snapshot), "It is tried again by itself. Add a placement in camp.yaml, or ask for a larger quota."),
        _ when snapshot.Index.Counted >= limits.MaxShips => ($"it has its most, {limits.MaxShips} ships (fleet.max_ships)", "Raise fleet.max_ships in camp.yaml, or end ships that nobody needs."),
        { GoalRule: GoalRule.Hand } when snapshot.Index.Counted >= snapshot.Goal => ($"the goal is {snapshot.Goal} ships, by hand", "Raise the goal, or follow the sessions (mux scale auto)."),
        _ => ("", ""),
    };

    private static string Paused(FleetSnapshot snapshot) => string.Join("; ", snapshot.Board.Pauses.Values.Select(pause => pause.Reason));
}
