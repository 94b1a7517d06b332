using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What machines cost, in dollars.</summary>
/// <param name="Hourly">By machine type.</param>
/// <param name="DiskHourly">Of each machine's disk.</param>
internal sealed record PriceList(ImmutableSortedDictionary<string, decimal> Hourly, decimal DiskHourly)
{
    public static readonly PriceList Free = new(ImmutableSortedDictionary<string, decimal>.Empty, 0);

    public bool IsEmpty => Hourly.IsEmpty && DiskHourly == 0;

    public decimal Of(string type) => Hourly.GetValueOrDefault(type) + DiskHourly;
}

/// <summary>The bill as far as the mux can know it: machines that it launched, from launch until they were gone, at the camp's own prices.</summary>
/// <param name="PerHour">Dollars, of the machines that are there now.</param>
/// <param name="SoFar">Dollars since the camp began.</param>
/// <param name="Machines">That are there now.</param>
/// <param name="Unpriced">Types of theirs that have no price.</param>
internal sealed record FleetCost(decimal PerHour, decimal SoFar, int Machines, ImmutableArray<string> Unpriced)
{
    public static FleetCost Of(FleetSnapshot snapshot, PriceList prices, DateTimeOffset now)
    {
        var billed = snapshot.Ships.Values.Where(ship => ship is { MachineSince: not null, MachineType.Length: > 0 }).ToList();
        var running = billed.Where(ship => ship.MachineUntil is null).ToList();
        var past = snapshot.MachineHours.Sum(pair => (decimal)pair.Value * prices.Of(pair.Key));
        return new FleetCost(
            running.Sum(ship => prices.Of(ship.MachineType)),
            past + billed.Sum(ship => (decimal)Hours(ship, now) * prices.Of(ship.MachineType)),
            running.Count,
            [.. running.Select(ship => ship.MachineType).Distinct().Where(type => !prices.Hourly.ContainsKey(type)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Hours that the ship's machine has been there.</summary>
    public static double Hours(Ship ship, DateTimeOffset now) => ship.MachineSince is { } since ? Math.Max(0, ((ship.MachineUntil ?? now) - since).TotalHours) : 0;
}
