using Mux.Fleet;

namespace Mux.Alerts.Rules;

/// <summary>An image that fails on several ships, or that halted its rollout: with what its hook wrote.</summary>
internal static class ImageRules
{
    private const string Fix = "Read the output, correct the image, push it and deploy again; or roll back. Nobody's files are touched.";

    public static IEnumerable<AlertFinding> Find(FleetSnapshot snapshot) => OnShips(snapshot).Concat(InRollouts(snapshot));

    private static IEnumerable<AlertFinding> OnShips(FleetSnapshot snapshot)
    {
        var live = snapshot.ShipList.Where(ship => ship.IsLive).ToList();
        foreach (var sick in live.SelectMany(Failing).GroupBy(pair => (pair.Target.Tutorial, pair.Target.Digest)))
        {
            var (ship, target, status) = sick.MinBy(pair => pair.Ship.Id.Value, StringComparer.Ordinal);
            var of = live.Count(one => one.Targets.GetValueOrDefault(sick.Key.Tutorial)?.Digest == sick.Key.Digest);
            var count = sick.Count();
            var text = $"{target.Tutorial} {Short(target.Digest)} fails on {count} of {AlertWords.Count(of, "ship", "ships")}: {Why(status)}";
            yield return new AlertFinding(AlertKind.FailingImage, $"{target.Tutorial} {Short(target.Digest)}", count * 2 > of ? Severity.Bad : Severity.Warning, text, Fix)
            {
                Output = status.LogTail,
                Ship = ship.Id,
                Rollout = target.Rollout,
                Raises = count > 1 || of == 1,
            };
        }
    }

    // Ships that failed in a rollout serve the image before: they are well again, the image is not.
    private static IEnumerable<AlertFinding> InRollouts(FleetSnapshot snapshot) => snapshot.Rollouts.Values.Where(rollout => FleetOutlook.IsFresh(rollout, snapshot)).Select(rollout =>
    {
        var failed = rollout.Ships.Values.Where(part => part.Step == RolloutStep.Failed).ToList();
        var why = failed.FirstOrDefault();
        var text = $"The rollout of {rollout.Tutorial} {Short(rollout.Digest)} was halted; it failed on {AlertWords.Count(failed.Count, "ship", "ships")}{(why is null ? "" : $": {why.Reason} (exit code {why.ExitCode})")}";
        return new AlertFinding(AlertKind.FailingImage, rollout.Id.Value, Severity.Bad, text, Fix) { Output = why?.Log ?? "", Ship = why?.Ship, Rollout = rollout.Id };
    });

    private static IEnumerable<(Ship Ship, TutorialTarget Target, TutorialStatus Status)> Failing(Ship ship) => ship.Tutorials.Values
        .Where(status => status.Phase is TutorialPhase.Failed or TutorialPhase.Unhealthy && ship.Targets.GetValueOrDefault(status.Name)?.Digest == status.TargetDigest)
        .Select(status => (ship, ship.Targets[status.Name], status));

    private static string Why(TutorialStatus status) =>
        $"{(status.Reason.Length > 0 ? status.Reason : status.Phase == TutorialPhase.Failed ? "it does not start" : "it is not healthy")}{(status.ExitCode == 0 ? "" : $" (exit code {status.ExitCode})")}";

    private static string Short(string digest) => digest.Length > 15 ? digest[7..15] : digest;
}
