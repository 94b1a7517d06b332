using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Carries out what the planner decided: intent stored, provider called, outcome stored.</summary>
internal sealed partial class FleetEffects(FleetStore store, LaunchEffects launches, DataPathProbe probe, CampDefinition camp, ILogger<FleetEffects> logger)
{
    public async Task RunAsync(FleetAction action, CancellationToken cancellationToken)
    {
        await (action switch
        {
            FleetAction.Plan plan => PlanAsync(plan.Count, cancellationToken),
            FleetAction.Gather order => launches.GatherAsync(order, cancellationToken),
            FleetAction.Launch launch => launches.LaunchAsync(launch.Batch, cancellationToken),
            FleetAction.Learn learn => LearnAsync(learn, cancellationToken),
            FleetAction.End end => EndAsync(end, cancellationToken),
            FleetAction.Probe look => ProbeAsync(look.Ship, cancellationToken),
            FleetAction.Forget forget => store.ChangeAsync(draft => { draft.Forget(forget.Ship); return true; }, cancellationToken),
            _ => throw new InvalidOperationException($"no effect for {action}"),
        });
    }

    private Task<bool> PlanAsync(int count, CancellationToken cancellationToken) => store.ChangeAsync(
        draft =>
        {
            for (var i = 0; i < count; i++)
            {
                draft.Put(NewShip(draft));
            }

            return true;
        },
        cancellationToken);

    private Ship NewShip(StoreDraft draft)
    {
        var targets = RolloutPlanner.TargetsOfNewShips(draft.Snapshot, camp.Rollout.Canary);
        return new Ship(ShipId.New(), HomeId.New(), draft.Now)
        {
            Secret = Secrets.New(),
            Targets = targets.RemoveRange(targets.Keys.Where(name => camp.Tutorial(name) is null)),
        };
    }

    private async Task EndAsync(FleetAction.End end, CancellationToken cancellationToken)
    {
        LogEnding(logger, end.Ship, end.Cause, end.Reason);
        await store.ChangeAsync(draft => draft.Apply(end.Ship, new ShipEvent.Ended(end.Cause, end.Reason, end.Certain)), cancellationToken);
    }

    private Task<bool> LearnAsync(FleetAction.Learn learn, CancellationToken cancellationToken) => store.ChangeAsync(
        draft => draft.Snapshot.Ships.GetValueOrDefault(learn.Ship) is { } ship && ship.ProviderId == learn.Machine.ProviderId
            && draft.Apply(learn.Ship, new ShipEvent.Accepted(learn.Machine.ProviderId, learn.Machine.Block, learn.Machine.Type)).Taken,
        cancellationToken);

    private async Task ProbeAsync(ShipId id, CancellationToken cancellationToken)
    {
        if (store.Snapshot.Ships.GetValueOrDefault(id) is { IsLive: true } ship)
        {
            var good = await probe.LooksGoodAsync(ship, store.Camp, cancellationToken);
            await store.ChangeAsync(
                draft => !ReferenceEquals(draft.Snapshot.Ships.GetValueOrDefault(id)?.Tutorials, ship.Tutorials) // what was looked at is no longer what is there
                    || draft.Apply(id, new ShipEvent.Probed(ship.Generation, good)).Taken,
                cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Ship} ends ({Cause}): {Reason}")]
    private static partial void LogEnding(ILogger logger, ShipId ship, TerminationCause cause, string reason);
}
