using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>One of the things that a rollout does one after the other.</summary>
/// <param name="Now">It is at this one.</param>
public sealed record RolloutStage(string Name, string Detail, bool Now)
{
    internal static IReadOnlyList<RolloutStage> Of(Rollout rollout, FleetSnapshot snapshot, int canary)
    {
        var phase = RolloutPhases.Of(rollout, snapshot, canary);
        var parts = rollout.Ships.Values.Where(part => part.Step != RolloutStep.Gone).ToList();
        var have = parts.Count(part => part.Step is RolloutStep.Pulled or RolloutStep.Starting or RolloutStep.Done or RolloutStep.Failed);
        var used = parts.Where(part => part.InUse || (!part.IsOver && snapshot.Ships.GetValueOrDefault(part.Ship)?.State == ShipState.Running)).ToList();
        var idle = parts.Except(used).ToList();
        var proved = Math.Min(parts.Count(part => part.Step == RolloutStep.Done), canary);
        return
        [
            new RolloutStage("Fetch", $"{have} of {parts.Count} have the image", phase == RolloutPhase.Pulling),
            new RolloutStage("Canary", $"{proved} of {Math.Min(canary, parts.Count)} took it", phase == RolloutPhase.Canary),
            new RolloutStage("Idle", Done(idle), phase == RolloutPhase.Idle),
            new RolloutStage("In use", $"{Done(used)}{Switching(used)}", phase == RolloutPhase.InUse),
        ];
    }

    private static string Done(List<RolloutShip> parts) => $"{parts.Count(part => part.Step == RolloutStep.Done)} of {parts.Count} done";

    private static string Switching(List<RolloutShip> parts) => parts.Count(part => part.Step == RolloutStep.Starting) is > 0 and var wave ? $", a wave of {wave} under way" : "";
}
