using Mux.Fleet;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>Plays the rehearsal that the store holds. What it finds there at its start was left by a mux that ended in the middle, and is cleared up.</summary>
internal sealed partial class RehearsalKeeper(FleetStore store, RehearsalRun run, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RehearsalKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private RehearsalId? begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the first word of the end on: what a rehearsal meets while the mux closes its connections says nothing of the camp.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var stopping = either.Token;
        var left = store.Snapshot.Rehearsing?.Id;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var snapshot = store.Snapshot;
                await (snapshot.Rehearsing is { } rehearsal ? TakeAsync(rehearsal, left, stopping) : store.WaitForChangeAsync(snapshot.Version, stopping));
            }
#pragma warning disable CA1031 // a store that cannot write now will again: what is to be put back is put back then
            catch (Exception exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
                await Task.Delay(Pause, time, stopping);
            }
        }
    }

    // Never played twice: one that broke down on its way is cleared up as well.
    private Task TakeAsync(Rehearsal rehearsal, RehearsalId? left, CancellationToken stopping)
    {
        var again = rehearsal.Id == left || rehearsal.Id == begun;
        begun = rehearsal.Id;
        return again ? run.ClearUpAsync(rehearsal, stopping) : run.PlayAsync(rehearsal, stopping);
    }

    [LoggerMessage(LogLevel.Error, "a rehearsal could not be carried on; what it changed is put back as soon as possible")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
