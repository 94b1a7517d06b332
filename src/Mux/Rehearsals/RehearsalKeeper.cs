using Mux.Fleet;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>Plays the rehearsal that the store holds. What it finds there at its start was left by a mux that ended in the middle, and is cleared up.</summary>
internal sealed partial class RehearsalKeeper(FleetStore store, RehearsalRun run, TimeProvider time, ILogger<RehearsalKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private RehearsalId? begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var left = store.Snapshot.Rehearsing?.Id;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var snapshot = store.Snapshot;
                await (snapshot.Rehearsing is { } rehearsal ? TakeAsync(rehearsal, left, stoppingToken) : store.WaitForChangeAsync(snapshot.Version, stoppingToken));
            }
#pragma warning disable CA1031 // a store that cannot write now will again: what is to be put back is put back then
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    // Never played twice: one that broke down on its way is cleared up as well.
    private Task TakeAsync(Rehearsal rehearsal, RehearsalId? left, CancellationToken stoppingToken)
    {
        var again = rehearsal.Id == left || rehearsal.Id == begun;
        begun = rehearsal.Id;
        return again ? run.ClearUpAsync(rehearsal, stoppingToken) : run.PlayAsync(rehearsal, stoppingToken);
    }

    [LoggerMessage(LogLevel.Error, "a rehearsal could not be carried on; what it changed is put back as soon as possible")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
