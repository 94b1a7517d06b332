using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Carries out what the planner decided: intent stored, provider called, outcome stored.</summary>
internal sealed partial class FleetEffects(FleetStore store, IShipProvider provider, DataPathProbe probe, EnrollmentTokens tokens, CampDefinition camp, MuxMetrics metrics, ILogger<FleetEffects> logger)
{
    public async Task RunAsync(FleetAction action, CancellationToken cancellationToken)
    {
        await (action switch
        {
            FleetAction.Plan plan => PlanAsync(plan.Count, cancellationToken),
            FleetAction.Launch launch => LaunchAsync(launch.Ship, cancellationToken),
            FleetAction.End end => EndAsync(end, cancellationToken),
            FleetAction.Reclaim reclaim => ReclaimAsync(reclaim, cancellationToken),
            FleetAction.Probe look => ProbeAsync(look.Ship, cancellationToken),
            FleetAction.Forget forget => store.ChangeAsync(draft => { draft.Forget(forget.Ship); return true; }, cancellationToken),
            _ => throw new InvalidOperationException($"no effect for {action}"),
        });
    }

    /// <summary>Takes down what carries the camp's tag but is no ship of the store.</summary>
    public async Task RemoveOrphanAsync(ProviderShip machine, CancellationToken cancellationToken)
    {
        LogOrphan(logger, machine.Ship, machine.ProviderId);
        await provider.TerminateAsync(machine.Ship, keepHomes: true, cancellationToken);
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
        var id = ShipId.New();
        return new Ship(id, HomeId.New(), draft.Now)
        {
            Secret = Secrets.New(),
            Targets = draft.Snapshot.Targets.RemoveRange(draft.Snapshot.Targets.Keys.Where(name => camp.Tutorial(name) is null)),
            Enrollment = new EnrollmentToken(EnrollmentToken.HashOf(tokens.TokenOf(id)), draft.Now + EnrollmentTokens.Lifetime),
        };
    }

    private async Task LaunchAsync(ShipId ship, CancellationToken cancellationToken)
    {
        var intent = new ProviderIntent("launch-" + ship.Value, ship, "launch");
        await store.ChangeAsync(draft => { draft.Intend(intent); return true; }, cancellationToken);
        var outcome = await provider.LaunchAsync(new LaunchRequest(ship, intent.Token, tokens.TokenOf(ship)), cancellationToken);
        ShipEvent happened = outcome switch
        {
            LaunchOutcome.Accepted accepted => new ShipEvent.Accepted(accepted.ProviderId, accepted.Block),
            LaunchOutcome.Refused refused => new ShipEvent.Ended(TerminationCause.LaunchRefused, refused.Reason),
            _ => throw new InvalidOperationException($"unknown outcome {outcome}"),
        };
        await store.ChangeAsync(draft => { draft.Conclude(intent.Token, outcome.ToString()); return draft.Apply(ship, happened); }, cancellationToken);
        metrics.ProviderCalled("launch", outcome is LaunchOutcome.Accepted ? "accepted" : "refused");
        LogLaunched(logger, ship, outcome);
    }

    private async Task EndAsync(FleetAction.End end, CancellationToken cancellationToken)
    {
        LogEnding(logger, end.Ship, end.Cause, end.Reason);
        await store.ChangeAsync(draft => draft.Apply(end.Ship, new ShipEvent.Ended(end.Cause, end.Reason)), cancellationToken);
    }

    private async Task ReclaimAsync(FleetAction.Reclaim reclaim, CancellationToken cancellationToken)
    {
        var intent = new ProviderIntent("terminate-" + reclaim.Ship.Value, reclaim.Ship, "terminate");
        await store.ChangeAsync(draft => { draft.Intend(intent); return true; }, cancellationToken);
        var gone = await provider.TerminateAsync(reclaim.Ship, reclaim.KeepHomes, cancellationToken);
        metrics.ProviderCalled("terminate", gone ? "gone" : "again");
        if (gone)
        {
            var ended = await store.ChangeAsync(draft => { draft.Conclude(intent.Token, "gone"); return draft.Apply(reclaim.Ship, new ShipEvent.Reclaimed()); }, cancellationToken);
            metrics.ShipEnded(ended.Next.Cause.ToString().ToLowerInvariant());
        }
    }

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

    [LoggerMessage(LogLevel.Information, "launch of {Ship}: {Outcome}")]
    private static partial void LogLaunched(ILogger logger, ShipId ship, LaunchOutcome outcome);

    [LoggerMessage(LogLevel.Information, "{Ship} ends ({Cause}): {Reason}")]
    private static partial void LogEnding(ILogger logger, ShipId ship, TerminationCause cause, string reason);

    [LoggerMessage(LogLevel.Warning, "{Ship} at {ProviderId} is tagged as ours but unknown to the store; taking it down")]
    private static partial void LogOrphan(ILogger logger, ShipId ship, string providerId);
}
