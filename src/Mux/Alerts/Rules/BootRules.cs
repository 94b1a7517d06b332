using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>Ships that do not come up: those that are late, and those that were given up for it lately.</summary>
internal static class BootRules
{
    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot, AlertLimits limits, DateTimeOffset now)
    {
        var late = snapshot.ShipList.Where(ship => ship is { State: ShipState.Pending or ShipState.Booting, Quarantined: false, ProviderId: not null } && now - ship.StateSince > limits.SlowBoot)
            .OrderByDescending(ship => ShipWords.ReasonOf(ship).Length > 0).ThenBy(ship => ship.StateSince).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal).ToList();
        var given = snapshot.ShipList.Where(ship => ship is { State: ShipState.Terminated, Cause: TerminationCause.BootTimeout } && now - ship.StateSince < AlertLimits.Memory)
            .OrderByDescending(ship => ship.StateSince).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal).ToList();
        if ((late.FirstOrDefault() ?? given.FirstOrDefault()) is not { } example)
        {
            yield break;
        }

        var severity = snapshot.Count(ShipState.Available) == 0 ? Severity.Bad : Severity.Warning;
        var text = $"{AlertWords.Count(late.Count + given.Count, "ship does", "ships do")} not come up ({late.Count} late, {given.Count} given up in the last {AlertLimits.Memory.TotalMinutes:0} minutes): {Why(example)}";
        yield return new AlertFinding(AlertKind.StuckBoots, "fleet", severity, text, "Look at the ship's page and its log; if all hang at the same image, look at the registry.")
        {
            Ship = example.Id,
            Raises = given.Count > 0 || late.Count > 1,
        };
    }

    private static string Why(Ship ship)
    {
        var tutorial = ship.Tutorials.Values.FirstOrDefault(status => status.Phase != TutorialPhase.Healthy);
        return ship.Vitals.Trouble.Length > 0 ? ship.Vitals.Trouble
            : tutorial is null ? $"{ship.Id}: {(ship.Reason.Length > 0 ? ship.Reason : "its agent has said nothing yet")}"
            : $"{ship.Id}: {tutorial.Name} {(tutorial.Reason.Length > 0 ? tutorial.Reason : $"is {tutorial.Phase.ToString().ToLowerInvariant()}")}";
    }
}
