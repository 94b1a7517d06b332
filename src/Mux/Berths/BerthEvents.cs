using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Berths;

/// <summary>
/// An attendee's view, sent at once and then whenever it differs: at most four times a second, and a ping after fifteen silent seconds, so that a dead connection is noticed.
/// </summary>
internal sealed class BerthEvents(FleetStore store, BerthViews views, TimeProvider time)
{
    /// <summary>Open streams of one attendee: each page that is looked at has one.</summary>
    public const int StreamsEach = 24;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<AttendeeId, int> open = new();

    /// <summary>False when the attendee has too many streams; else <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(AttendeeId attendee)
    {
        if (open.AddOrUpdate(attendee, 1, (_, count) => count + 1) <= StreamsEach)
        {
            return true;
        }

        Leave(attendee);
        return false;
    }

    public void Leave(AttendeeId attendee)
    {
        if (open.AddOrUpdate(attendee, 0, (_, count) => count - 1) == 0)
        {
            open.TryRemove(KeyValuePair.Create(attendee, 0));
        }
    }

    /// <summary>Events <c>berth</c> with a view, and <c>ping</c> with none. Ends when the attendee or the session (<paramref name="loginKey"/>) is gone.</summary>
    public async IAsyncEnumerable<SseItem<BerthView?>> WatchAsync(AttendeeId attendee, string loginKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BerthView? sent = null;
        var sentAt = time.GetUtcNow();
        var snapshot = store.Snapshot;
        while (snapshot.Logins.ContainsKey(loginKey) && views.Of(attendee, snapshot) is { } view)
        {
            if (!view.Equals(sent))
            {
                (sent, sentAt) = (view, time.GetUtcNow());
                yield return new SseItem<BerthView?>(view, "berth");
            }
            else if (time.GetUtcNow() - sentAt >= Heartbeat)
            {
                sentAt = time.GetUtcNow();
                yield return new SseItem<BerthView?>(null, "ping");
            }

            await Task.Delay(Pause, time, cancellationToken);
            snapshot = await NextAsync(snapshot.Version, cancellationToken);
        }
    }

    // The newest snapshot once it differs, or after a heartbeat's time: an estimate changes even when nothing happens.
    private async Task<FleetSnapshot> NextAsync(long version, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await store.WaitForChangeAsync(version, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return store.Snapshot;
        }
    }
}
