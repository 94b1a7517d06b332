using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>Rollouts as the API shows them.</summary>
internal static class RolloutView
{
    public static RolloutInfo Of(Rollout rollout, FleetSnapshot snapshot, int canary) => new(
        rollout.Id.Value,
        rollout.Tutorial,
        rollout.Image,
        rollout.Requested,
        rollout.Previous,
        rollout.By,
        rollout.StartedAt,
        rollout.EndedAt,
        rollout.State.Word(),
        Count(rollout),
        [.. rollout.Ships.Values.Select(ship => Ship(ship, rollout, snapshot))])
    {
        Phase = RolloutPhases.Of(rollout, snapshot, canary).Word(),
        Note = rollout.Note,
        Deadline = rollout.Terms?.Deadline,
        BreakAt = rollout.Terms?.BreakAt,
        BreakOf = rollout.Terms?.BreakOf ?? "",
        Undoes = rollout.Undoes?.Value,
        MovedTo = rollout.MovedTo,
    };

    private static RolloutCounts Count(Rollout rollout)
    {
        var steps = rollout.Ships.Values.CountBy(ship => ship.Step).ToDictionary();
        int Of(RolloutStep step) => steps.GetValueOrDefault(step);
        return new RolloutCounts(
            rollout.Ships.Count, Of(RolloutStep.Waiting), Of(RolloutStep.Pulling), Of(RolloutStep.Pulled), Of(RolloutStep.Starting), Of(RolloutStep.Done), Of(RolloutStep.Failed),
            Of(RolloutStep.Skipped), Of(RolloutStep.Gone));
    }

    private static RolloutShipInfo Ship(RolloutShip part, Rollout rollout, FleetSnapshot snapshot)
    {
        var ship = snapshot.Ships.GetValueOrDefault(part.Ship);
        var asked = rollout.IsOpen && !part.IsOver && part.Step != RolloutStep.Starting;
        return new RolloutShipInfo(part.Ship.Value, part.Step.Word(), RolloutPulls.Percent(part, rollout, ship), part.Reason, part.Log, part.ExitCode, part.At)
        {
            Running = ship?.Tutorials.GetValueOrDefault(rollout.Tutorial)?.RunningDigest ?? "",
            Attendee = ship?.Attendee is { } id ? snapshot.Attendees.GetValueOrDefault(id)?.Name : null,
            Choice = ship?.Attendee is { } who ? rollout.Answers.GetValueOrDefault(who.Value)?.Answer.Word() : null,
            DueAt = asked ? rollout.DueAt(ship?.Attendee) : null,
            ContentOnly = part.ContentOnly,
        };
    }
}
