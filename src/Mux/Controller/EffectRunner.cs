using System.Collections.Concurrent;

namespace Mux.Controller;

/// <summary>Runs effects beside the loop, each key at most once at a time and only so many together, and lets none take the loop down.</summary>
internal sealed partial class EffectRunner(ILogger<EffectRunner> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim room = new(32);

    /// <summary>Keys of what runs. Taken before a snapshot: what is not among them has its outcome in it.</summary>
    public IReadOnlySet<string> UnderWay => running.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Starts the effect unless one of the same key is under way.</summary>
    public void Start(string key, Func<Task> effect)
    {
        // The key is taken before the effect starts: one that ends at once must find it to give it back.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (running.TryAdd(key, done.Task))
        {
            _ = RunAsync(key, effect, done);
        }
    }

    /// <summary>Completes when nothing is under way; for tests and an orderly stop.</summary>
    public async Task SettleAsync()
    {
        while (!running.IsEmpty)
        {
            await Task.WhenAll(running.Values);
        }
    }

    public void Dispose() => room.Dispose();

    private async Task RunAsync(string key, Func<Task> effect, TaskCompletionSource done)
    {
        await Task.Yield();
        await room.WaitAsync();
        try
        {
            await effect();
        }
        catch (OperationCanceledException)
        {
            // The mux stops; the stored intent says what to look at next time.
        }
#pragma warning disable CA1031 // one effect that fails is planned again at the next pass; the fleet goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(logger, key, exception);
        }
        finally
        {
            room.Release();
            running.TryRemove(key, out _);
            done.SetResult();
        }
    }

    [LoggerMessage(LogLevel.Error, "the effect {Key} failed; it will be planned again")]
    private static partial void LogFailed(ILogger logger, string key, Exception exception);
}
