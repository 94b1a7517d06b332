using System.Threading.Channels;
using Mux.Fleet;
using Mux.Metrics;

namespace Mux.Store;

/// <summary>
/// The only writer. Changes queue up, run one after another on the newest snapshot, are made durable together in one transaction,
/// and only then is the next snapshot published and each caller told. Readers take <see cref="Snapshot"/>: no lock, no I/O.
/// </summary>
internal sealed partial class FleetStore(StoreOptions options, TimeProvider time, ILogger<FleetStore> logger, MuxMetrics? metrics = null) : IHostedService, IAsyncDisposable
{
    private const int BatchLimit = 256;

    private readonly Channel<IPendingChange> queue = Channel.CreateBounded<IPendingChange>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private FleetSnapshot published = FleetSnapshot.Empty;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteDatabase? database;
    private Task writing = Task.CompletedTask;

    /// <summary>The newest state of everything.</summary>
    public FleetSnapshot Snapshot => Volatile.Read(ref published);

    public string Camp => options.Camp;

    /// <summary>Completes once the snapshot is newer than <paramref name="version"/>.</summary>
    public async Task<FleetSnapshot> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = Volatile.Read(ref changed).Task;
            var snapshot = Snapshot;
            if (snapshot.Version > version)
            {
                return snapshot;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Runs a change after all that came before it. It has happened, and lasts, when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written, and so did not happen.</exception>
    public async Task<T> ChangeAsync<T>(Func<StoreDraft, T> change, CancellationToken cancellationToken)
    {
        var pending = new PendingChange<T>(change);
        await queue.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Result;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        database = await SqliteDatabase.OpenAsync(options.DatabaseFile, time, cancellationToken);
        var fleet = await FleetMark.ReadOrMakeAsync(database, options.DatabaseFile);
        Publish((await SnapshotLoader.LoadAsync(database, time.GetUtcNow())) with { Camp = options.Camp, Fleet = fleet });
        writing = Task.Run(WriteLoopAsync, CancellationToken.None);
        LogLoaded(logger, Snapshot.Ships.Count, Snapshot.Attendees.Count);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        // That the time for the end is over is no fault of what is written: whoever disposes of the store waits for it.
        await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<IPendingChange>(BatchLimit);
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < BatchLimit && queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await RunAsync(batch);
            batch.Clear();
        }
    }

    private async Task RunAsync(List<IPendingChange> batch)
    {
        var next = Snapshot;
        var rows = new List<RowWrite>();
        foreach (var pending in batch)
        {
            var draft = new StoreDraft(next, options, time.GetUtcNow());
            if (pending.TryRun(draft, options.OpenAt))
            {
                next = draft.Snapshot;
                rows.AddRange(draft.Rows);
            }
        }

        var failure = await WriteAsync(rows);
        if (failure is { IsConflict: true } && batch.Count > 1)
        {
            // One change breaks a rule of the schema: it alone shall fail.
            foreach (var pending in batch)
            {
                await RunAsync([pending]);
            }

            return;
        }

        if (failure is null && !ReferenceEquals(next, Snapshot))
        {
            Publish(next with { Version = Snapshot.Version + 1 });
        }

        batch.ForEach(pending => pending.Finish(failure));
    }

    private async Task<StoreUnavailableException?> WriteAsync(List<RowWrite> rows)
    {
        try
        {
            if (rows.Count > 0)
            {
                var start = time.GetTimestamp();
                await database!.WriteAsync(rows);
                metrics?.StoreWrote(rows.Count, time.GetElapsedTime(start));
            }

            return null;
        }
#pragma warning disable CA1031 // whatever a database throws: the writer must outlive it, and nobody may wait for ever
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogWriteFailed(logger, rows.Count, exception);
            return new StoreUnavailableException(exception);
        }
    }

    private void Publish(FleetSnapshot next)
    {
        Volatile.Write(ref published, next);
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    [LoggerMessage(LogLevel.Information, "store opened: {Ships} ships, {Attendees} attendees")]
    private static partial void LogLoaded(ILogger logger, int ships, int attendees);

    [LoggerMessage(LogLevel.Error, "a batch of {Rows} rows could not be written; its changes did not happen")]
    private static partial void LogWriteFailed(ILogger logger, int rows, Exception exception);
}
