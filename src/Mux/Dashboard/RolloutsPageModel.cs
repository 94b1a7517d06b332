using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>All rollouts, and the form that starts one.</summary>
public sealed record RolloutsPageModel(ShellModel Shell, DeployForm Deploy, IReadOnlyList<RolloutRow> Rows)
{
    private const int MaxRows = 50;

    /// <summary>The break that counts when no other is given, in one sentence; empty when no session names one.</summary>
    public string NextBreak { get; private init; } = "";

    /// <param name="staff">Sees rollouts of the own tutorials.</param>
    internal static RolloutsPageModel Of(ShellModel shell, FleetSnapshot snapshot, DeployForm deploy, Staff staff, DateTimeOffset now) => new(
        shell,
        deploy,
        [.. snapshot.Rollouts.Values.Where(rollout => staff.MayDeploy(rollout.Tutorial)).OrderByDescending(rollout => rollout.StartedAt).Take(MaxRows).Select(rollout => RolloutRow.Of(rollout, now))])
    {
        NextBreak = snapshot.Sessions.NextBreak(now) is { } next
            ? $"The next break of {next.Session.Title} is at {ZoneTimes.ShowTime(next.Break.From, next.Session.Zone)} ({next.Session.Zone}), in {Wording.Span(next.Break.From - now)}: it counts with a deadline when no other is given, and alone as next."
            : "",
    };
}

/// <summary>One rollout in a line.</summary>
public sealed record RolloutRow(string Id, string Tutorial, Badge State, string Digest, string Requested, string Progress, int Done, int Total, string Started, string By)
{
    internal static RolloutRow Of(Rollout rollout, DateTimeOffset now)
    {
        var steps = rollout.Ships.Values.CountBy(ship => ship.Step).ToDictionary();
        string Part(RolloutStep step, string word) => steps.GetValueOrDefault(step) is > 0 and var count ? $", {count} {word}" : "";
        var done = steps.GetValueOrDefault(RolloutStep.Done);
        var progress = $"{done} of {Wording.Count(rollout.Ships.Count, "ship", "ships")}{Part(RolloutStep.Failed, "failed")}{Part(RolloutStep.Skipped, "skipped")}{Part(RolloutStep.Gone, "gone")}";
        return new RolloutRow(
            rollout.Id.Value, rollout.Tutorial, rollout.State.Badge(), Wording.Digest(rollout.Digest), rollout.Undoes is { } undone ? $"takes back {undone}" : rollout.Requested, progress, done,
            rollout.Ships.Count, Wording.Ago(rollout.StartedAt, now), rollout.By);
    }
}
