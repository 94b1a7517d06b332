using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>Rollouts as the API shows them.</summary>
internal static class RolloutView
{
    public static RolloutInfo Of(Rollout rollout, FleetSnapshot snapshot)
    {
        var steps = rollout.Ships.Values.CountBy(ship => ship.Step).ToDictionary();
        int Of(RolloutStep step) => steps.GetValueOrDefault(step);
        return new RolloutInfo(
            rollout.Id.Value,
            rollout.Tutorial,
            rollout.Image,
            rollout.Requested,
            rollout.Previous,
            rollout.By,
            rollout.StartedAt,
            rollout.EndedAt,
            rollout.State.Word(),
            new RolloutCounts(
                rollout.Ships.Count, Of(RolloutStep.Waiting), Of(RolloutStep.Pulling), Of(RolloutStep.Starting), Of(RolloutStep.Done), Of(RolloutStep.Failed), Of(RolloutStep.Gone)),
            [.. rollout.Ships.Values.Select(ship => Ship(ship, rollout.Tutorial, snapshot))]);
    }

    private static RolloutShipInfo Ship(RolloutShip part, string tutorial, FleetSnapshot snapshot)
    {
        var vitals = snapshot.Ships.GetValueOrDefault(part.Ship)?.Vitals.Tutorials.FirstOrDefault(one => one.Name == tutorial);
        return new RolloutShipInfo(part.Ship.Value, part.Step.Word(), part.Step == RolloutStep.Pulling ? vitals?.PullPercent : null, part.Reason, part.Log, part.ExitCode, part.At);
    }
}
