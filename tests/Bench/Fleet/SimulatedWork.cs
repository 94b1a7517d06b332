using System.Diagnostics;

namespace Bench.Fleet;

/// <summary>The work of a ship that takes its time and does nothing: fetching and starting an image last as long as they are told to.</summary>
internal sealed class SimulatedWork(TimeSpan fetching, TimeSpan starting)
{
    private static readonly Task Never = new TaskCompletionSource().Task;
    private readonly Dictionary<string, long> fetches = [];
    private readonly Dictionary<string, long> starts = [];
    private TimeSpan? next;

    /// <summary>The image that serves; empty: none does.</summary>
    public string Running { get; private set; } = "";

    public bool HasFetched(string image) => IsOver(fetches, image, fetching);

    public bool HasStarted(string image)
    {
        if (image == Running || !IsOver(starts, image, starting))
        {
            return image == Running;
        }

        Running = image;
        return true;
    }

    /// <summary>Completes when something that was asked for comes to its end; not at all when nothing is under way.</summary>
    public Task NextAsync(CancellationToken cancellationToken)
    {
        var wait = next;
        next = null;
        return wait is { } time ? Task.Delay(time, TimeProvider.System, cancellationToken) : Never;
    }

    private bool IsOver(Dictionary<string, long> begun, string image, TimeSpan takes)
    {
        begun.TryAdd(image, Stopwatch.GetTimestamp());
        var left = takes - Stopwatch.GetElapsedTime(begun[image]);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        next = next is { } sooner && sooner < left ? sooner : left;
        return false;
    }
}
