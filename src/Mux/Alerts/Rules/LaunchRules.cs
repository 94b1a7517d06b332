using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>What keeps machines from being launched, or from being seen.</summary>
internal static class LaunchRules
{
    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot)
    {
        var board = snapshot.Board;
        if (board.Stop is { } stop)
        {
            yield return new AlertFinding(AlertKind.Launches, "stopped", Severity.Bad, $"No ship is launched: {stop.Code}: {stop.Why}", $"{stop.Fix} Then 'mux fleet retry', or the button on the fleet's page.");
        }

        if (snapshot.LookTrouble.Length > 0)
        {
            yield return new AlertFinding(AlertKind.Launches, "provider", Severity.Warning, $"The provider cannot be asked for its machines: {snapshot.LookTrouble}", "Look at the provider's status page and at the mux's credentials; ships go on serving.");
        }

        var missing = snapshot.ShipList.Count(ship => LaunchPlanner.NeedsMachine(ship, snapshot));
        if (board is { Stop: null, Pauses.IsEmpty: false } && missing > 0)
        {
            yield return new AlertFinding(
                AlertKind.Launches, "shortfall", Severity.Bad, $"{missing} of {AlertWords.Count(snapshot.ShipList.Count(ship => ship.IsLive), "ship has", "ships have")} no machine: {string.Join("; ", board.Pauses.Values.Select(pause => pause.Reason))}",
                "It is tried again by itself, at each placement in turn. Add a placement in camp.yaml, or ask for a larger quota; 'mux preflight' tells which.");
        }

        if (snapshot.Batches.Values.Where(batch => batch.Asked > 2).MaxBy(batch => batch.Asked) is { } open)
        {
            yield return new AlertFinding(AlertKind.Launches, "unanswered", Severity.Bad, $"A launch of {AlertWords.Count(open.Ships.Length, "ship", "ships")} has no answer: {open.Trouble}", "It is asked for again, harmlessly. Look at the provider's status page.");
        }
    }
}
