using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>One rollout, ship by ship; failures first.</summary>
/// <param name="Verdict">How it stands, in a sentence.</param>
public sealed record RolloutPageModel(ShellModel Shell, RolloutRow Head, Tone Tone, string Verdict, string Image, string Previous, IReadOnlyList<RolloutShipRow> Ships)
{
    internal static RolloutPageModel Of(ShellModel shell, Rollout rollout, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var head = RolloutRow.Of(rollout, now);
        var verdict = rollout.State switch
        {
            RolloutState.Running => $"On its way: {head.Progress}.",
            RolloutState.Succeeded => $"Done: {head.Progress} in {Wording.Span((rollout.EndedAt ?? now) - rollout.StartedAt)}.",
            _ => $"Halted: {head.Progress}. Ships that failed serve the image before. Correct the image, push it, and deploy again.",
        };
        return new RolloutPageModel(
            shell,
            head,
            head.State.Tone,
            verdict,
            rollout.Image,
            rollout.Previous,
            [.. rollout.Ships.Values.Select(part => RolloutShipRow.Of(part, rollout.Tutorial, snapshot, now)).OrderBy(row => row.Order).ThenBy(row => row.Id, StringComparer.Ordinal)]);
    }
}

/// <summary>One ship's part in a rollout.</summary>
/// <param name="Output">What the failed container, or its hook, wrote last.</param>
public sealed record RolloutShipRow(string Id, string Attendee, Badge Step, int? PullPercent, string Reason, string Output, string Since, int Order)
{
    internal static RolloutShipRow Of(RolloutShip part, string tutorial, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var ship = snapshot.Ships.GetValueOrDefault(part.Ship);
        var percent = part.Step == RolloutStep.Pulling ? ship?.Vitals.Tutorials.FirstOrDefault(one => one.Name == tutorial)?.PullPercent : null;
        return new RolloutShipRow(
            part.Ship.Value,
            ship is null ? "" : ShipRow.NameOf(ship, snapshot),
            part.Step.Badge(),
            percent,
            part.Step == RolloutStep.Failed ? $"{part.Reason} (exit code {part.ExitCode})" : part.Reason,
            part.Step == RolloutStep.Failed ? part.Log : "",
            Wording.Ago(part.At, now),
            part.Step switch { RolloutStep.Failed => 0, RolloutStep.Starting => 1, RolloutStep.Pulling => 2, RolloutStep.Waiting => 3, RolloutStep.Gone => 4, _ => 5 });
    }
}
