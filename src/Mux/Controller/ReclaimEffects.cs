using System.Collections.Immutable;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Has machines taken down: those of ships that ended, and those that are nobody's.</summary>
internal sealed partial class ReclaimEffects(FleetStore store, IShipProvider provider, MuxMetrics metrics, ILogger<ReclaimEffects> logger)
{
    public async Task ReclaimAsync(ImmutableArray<FleetAction.Reclaim> reclaims, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            draft =>
            {
                foreach (var reclaim in reclaims)
                {
                    draft.Intend(new ProviderIntent(TokenOf(reclaim.Ship), reclaim.Ship, "terminate"));
                }

                return true;
            },
            cancellationToken);
        var snapshot = store.Snapshot;
        var gone = await provider.TerminateAsync([.. reclaims.Select(reclaim => new MachineEnd(reclaim.Ship, snapshot.Ships.GetValueOrDefault(reclaim.Ship)?.ProviderId, reclaim.KeepHomes))], cancellationToken);
        await ConcludeAsync([.. reclaims.Zip(gone).Where(pair => pair.Second).Select(pair => pair.First.Ship)], cancellationToken);
    }

    /// <summary>Takes down what carries the camp's tag but is no ship of the store. Files on it may be somebody's.</summary>
    public async Task SweepAsync(ImmutableArray<Machine> strays, CancellationToken cancellationToken)
    {
        foreach (var stray in strays)
        {
            LogStray(logger, stray.ProviderId, stray.Ship);
        }

        await provider.TerminateAsync([.. strays.Select(stray => new MachineEnd(stray.Ship, stray.ProviderId, KeepHomes: true))], cancellationToken);
    }

    private async Task ConcludeAsync(ImmutableArray<ShipId> gone, CancellationToken cancellationToken)
    {
        if (gone.IsEmpty)
        {
            return;
        }

        var causes = await store.ChangeAsync(
            draft => gone.Where(ship => draft.Snapshot.Ships.GetValueOrDefault(ship) is { Reclaimed: false }).Select(ship => // two orders may have named the same one
            {
                draft.Conclude(TokenOf(ship), "gone");
                return draft.Apply(ship, new ShipEvent.Reclaimed()).Next.Cause;
            }).ToList(),
            cancellationToken);
        causes.ForEach(cause => metrics.ShipEnded(cause.ToString().ToLowerInvariant()));
    }

    private static string TokenOf(ShipId ship) => "terminate-" + ship.Value;

    [LoggerMessage(LogLevel.Warning, "{ProviderId} ({Ship}) is tagged as ours but unknown to the store; taking it down")]
    private static partial void LogStray(ILogger logger, string providerId, ShipId? ship);
}
