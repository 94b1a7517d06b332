using System.Collections.Immutable;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary>The fleet's numbers at one moment.</summary>
public sealed record FleetSample(DateTimeOffset At, int Available, int Running, int Booting, int Waiting, int Goal)
{
    internal static FleetSample Of(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var counts = snapshot.Ships.Values.CountBy(ship => ship.State).ToDictionary();
        return new FleetSample(
            now,
            counts.GetValueOrDefault(ShipState.Available),
            counts.GetValueOrDefault(ShipState.Running),
            counts.GetValueOrDefault(ShipState.Booting) + counts.GetValueOrDefault(ShipState.Pending),
            snapshot.Line.Count,
            Math.Max(snapshot.Goal, 0));
    }
}

/// <summary>The last twelve hours in memory, for the charts; metrics are for what shall last longer.</summary>
internal sealed class FleetHistory(FleetStore store, TimeProvider time) : BackgroundService
{
    private const int Kept = 12 * 60 * 4;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private ImmutableList<FleetSample> samples = [];

    /// <summary>Oldest first.</summary>
    public ImmutableList<FleetSample> Samples => Volatile.Read(ref samples);

    public void Pass()
    {
        var next = samples.Add(FleetSample.Of(store.Snapshot, time.GetUtcNow()));
        Volatile.Write(ref samples, next.Count > Kept ? next.RemoveAt(0) : next);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            Pass();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
