using Mux.Fleet;
using Mux.Metrics;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Writes orders for machines down, gives them to the provider, and writes down what came of them.</summary>
internal sealed partial class LaunchEffects(FleetStore store, IShipProvider provider, EnrollmentTokens tokens, MuxMetrics metrics, ILogger<LaunchEffects> logger)
{
    public Task GatherAsync(FleetAction.Gather order, CancellationToken cancellationToken)
    {
        var parameters = provider.ParametersFor(order.Placement, store.Snapshot.Fleet);
        return store.ChangeAsync(
            draft =>
            {
                var ships = order.Ships.Where(id => draft.Snapshot.Ships.TryGetValue(id, out var ship) && LaunchPlanner.NeedsMachine(ship, draft.Snapshot)).ToList();
                if (ships.Count > 0)
                {
                    Write(draft, new LaunchBatch(BatchId.New(), [.. ships], order.Placement, parameters, draft.Now));
                }

                return ships.Count;
            },
            cancellationToken);
    }

    public async Task LaunchAsync(BatchId id, CancellationToken cancellationToken)
    {
        if (store.Snapshot.Batches.GetValueOrDefault(id) is not { } batch)
        {
            return;
        }

        var answer = await AskAsync(batch, cancellationToken);
        metrics.ProviderCalled("launch", answer.GetType().Name.ToLowerInvariant());
        LogLaunched(logger, id, batch.Ships.Length, batch.Placement, LaunchOutcomes.Words(answer));
        await store.ChangeAsync(draft => { LaunchOutcomes.Write(draft, batch, answer); return true; }, cancellationToken);
    }

    private void Write(StoreDraft draft, LaunchBatch batch)
    {
        var enrollment = new EnrollmentToken(EnrollmentToken.HashOf(tokens.TokenOf(batch.Id)), draft.Now + EnrollmentTokens.Lifetime);
        draft.Put(batch);
        foreach (var ship in batch.Ships)
        {
            draft.Apply(ship, new ShipEvent.Ordered(batch.Id, enrollment));
        }
    }

    private async Task<LaunchAnswer> AskAsync(LaunchBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.LaunchAsync(new LaunchRequest(batch, tokens.TokenOf(batch.Id)), cancellationToken);
        }
#pragma warning disable CA1031 // what a call that broke off has done nobody knows: it is asked for again
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogBroke(logger, batch.Id, exception);
            return new LaunchAnswer.Unknown(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "launch {Batch} of {Ships} at {Placement}: {Answer}")]
    private static partial void LogLaunched(ILogger logger, BatchId batch, int ships, string placement, string answer);

    [LoggerMessage(LogLevel.Error, "launch {Batch} broke off; it is asked for again")]
    private static partial void LogBroke(ILogger logger, BatchId batch, Exception exception);
}
