using System.Collections.Concurrent;
using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>Log tails for pages that fetch themselves again and again: a ship is asked at most once in a few seconds, however many watch.</summary>
internal sealed class LogShelf(IShipLogs logs, TimeProvider time)
{
    private const int Lines = 200;
    private const int Room = 200;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(ShipId Ship, string Tutorial), (Task<ShipLog> Log, DateTimeOffset At)> shelf = new();

    public Task<ShipLog> TailAsync(ShipId ship, string tutorial, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (shelf.TryGetValue((ship, tutorial), out var kept) && now - kept.At < Fresh && !kept.Log.IsFaulted)
        {
            return kept.Log.WaitAsync(cancellationToken);
        }

        if (shelf.Count >= Room)
        {
            shelf.Clear();
        }

        // Not with the caller's token: others may wait for the same answer.
        var asked = logs.TailAsync(ship, tutorial, Lines, CancellationToken.None);
        shelf[(ship, tutorial)] = (asked, now);
        return asked.WaitAsync(cancellationToken);
    }
}
