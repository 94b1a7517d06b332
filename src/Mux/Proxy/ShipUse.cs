using System.Collections.Concurrent;
using System.Threading.Channels;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Proxy;

/// <summary>
/// Notes that an attendee does something on a ship, so that nobody's work is taken for an idle tab: at most once a minute for each ship, and never in the way of a request.
/// </summary>
internal sealed class ShipUse(FleetStore store, TimeProvider time)
{
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ShipId, long> noted = new();

    /// <summary>Whether another note would say anything new.</summary>
    public bool IsDue(ShipId ship) => !noted.TryGetValue(ship, out var at) || time.GetElapsedTime(at) >= Grain;

    public void Note(ShipId ship)
    {
        if (IsDue(ship))
        {
            noted[ship] = time.GetTimestamp();
            _ = StoreAsync(ship);
        }
    }

    private async Task StoreAsync(ShipId ship)
    {
        try
        {
            await store.ChangeAsync(draft => draft.Apply(ship, new ShipEvent.Used()).Taken, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or ChannelClosedException)
        {
            // Whoever goes on working is noted again in a minute.
        }
    }
}
