using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>The provider's machines and their cost as the API shows them.</summary>
internal static class MachinesView
{
    public static MachinesInfo Of(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var owners = snapshot.Ships.Values.Where(ship => ship.ProviderId is not null).GroupBy(ship => ship.ProviderId!).ToDictionary(group => group.Key, group => group.First().Id, StringComparer.Ordinal);
        return new MachinesInfo(
            snapshot.Look?.At,
            snapshot.Fleet.Value,
            snapshot.Ships.Values.Count(ship => !ship.Reclaimed) + snapshot.Batches.Count,
            [.. Sweep.Judge(snapshot, now).Select(pair => Of(pair.Machine, pair.Verdict, owners.TryGetValue(pair.Machine.ProviderId, out var ship) ? ship : null))]);
    }

    /// <summary>Null where nothing has a price.</summary>
    public static CostInfo? CostOf(FleetSnapshot snapshot, PriceList prices, DateTimeOffset now)
    {
        if (prices.IsEmpty)
        {
            return null;
        }

        var cost = FleetCost.Of(snapshot, prices, now);
        return new CostInfo(decimal.Round(cost.PerHour, 4), decimal.Round(cost.SoFar, 4), cost.Machines, cost.Unpriced);
    }

    private static MachineInfo Of(Machine machine, SweepVerdict verdict, ShipId? ship) => new(
        machine.ProviderId, machine.State.Word(), ship?.Value, machine.Fleet, machine.Batch, machine.Type, machine.Block?.ToString(), machine.LaunchedAt, machine.Reason, verdict.Word());
}
