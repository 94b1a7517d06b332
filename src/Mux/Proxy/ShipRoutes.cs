using System.Runtime.CompilerServices;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>Routes by ship, remembered as long as the ship stays as it is: a new report makes a new ship, and with it new routes.</summary>
internal sealed class ShipRoutes
{
    private readonly ConditionalWeakTable<Ship, ShipRoute[]> known = [];
    private readonly ConditionalWeakTable<Ship, ShipRoute[]>.CreateValueCallback make;

    public ShipRoutes(CampDefinition camp, ForwardRule mayForward) => make = ship => [.. Make(ship, camp.Name, mayForward)];

    /// <summary>Null when the ship does not serve the tutorial with its own home, or at an address that is not allowed.</summary>
    public ShipRoute? Find(Ship ship, ReadOnlySpan<char> tutorial)
    {
        foreach (var route in known.GetValue(ship, make))
        {
            if (tutorial.SequenceEqual(route.Tutorial))
            {
                return route;
            }
        }

        return null;
    }

    private static IEnumerable<ShipRoute> Make(Ship ship, string camp, ForwardRule mayForward) =>
        from target in ship.Targets.Values
        where ship.IsServing(camp, target)
        let endpoint = ship.Tutorials[target.Tutorial].Endpoint
        where mayForward(endpoint, ship.Block)
        select new ShipRoute(ship, target.Tutorial, endpoint);
}
