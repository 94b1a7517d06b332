using Mux.Fleet;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Asks the provider for its machines: the whole fleet by one look, and no more often than suits the provider.</summary>
internal sealed partial class MachineWatch(FleetStore store, IShipProvider provider, TimeProvider time, ILogger<MachineWatch> logger)
{
    // Not by the wall clock, which may be set back: the mux would be blind until it had caught up.
    private long? lookedAt;

    /// <summary>The provider answered the last look.</summary>
    public bool SeesMachines => store.Snapshot.Look is not null;

    public bool IsDue => lookedAt is not { } last || time.GetElapsedTime(last) >= (IsBusy(store.Snapshot) ? provider.Traits.LookBusy : provider.Traits.LookIdle);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        lookedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        try
        {
            var look = new MachineLook(now, await provider.ListAsync(cancellationToken));
            await store.ChangeAsync(draft => { draft.See(look); return true; }, cancellationToken);
        }
#pragma warning disable CA1031 // whatever keeps a provider from answering: the fleet goes on without its word
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogBlind(logger, provider.Name, exception);
            await store.ChangeAsync(draft => { draft.SeeNothing(exception.Message); return true; }, cancellationToken);
        }
    }

    private static bool IsBusy(FleetSnapshot snapshot) =>
        !snapshot.Batches.IsEmpty || snapshot.Ships.Values.Any(ship => ship is { State: ShipState.Pending or ShipState.Booting } or { State: ShipState.Terminated, Reclaimed: false });

    [LoggerMessage(LogLevel.Error, "the provider {Provider} cannot be asked for its machines; none is given up meanwhile")]
    private static partial void LogBlind(ILogger logger, string provider, Exception exception);
}
