using System.Globalization;
using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>The running cost, where machines have prices.</summary>
internal static class CostTile
{
    public static IEnumerable<Tile> Of(FleetSnapshot snapshot, PriceList prices, DateTimeOffset now)
    {
        if (prices.IsEmpty)
        {
            return [];
        }

        var cost = FleetCost.Of(snapshot, prices, now);
        var detail = $"{Dollars(cost.SoFar)} so far, {Wording.Count(cost.Machines, "machine", "machines")}";
        return [new Tile("Cost an hour", Dollars(cost.PerHour), cost.Unpriced.IsEmpty ? detail : $"{detail}; no price for {string.Join(", ", cost.Unpriced)}")];
    }

    private static string Dollars(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00}");
}
