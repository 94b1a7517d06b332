using Mux.Fleet;

namespace Bench.Plan;

/// <summary>The same answers by a look at all ships, as the mux gave them before it kept an index.</summary>
internal static class Scan
{
    public static Ship? NextFree(FleetSnapshot snapshot) => snapshot.Ships.Values
        .Where(ship => ship is { State: ShipState.Available, Quarantined: false, Vitals.Link: ShipLink.Connected })
        .MinBy(ship => (ship.StateSince, ship.Id.Value));

    public static int Count(FleetSnapshot snapshot, ShipState state) => snapshot.Ships.Values.Count(ship => ship.State == state);

    public static int PositionOf(FleetSnapshot snapshot, long number) => snapshot.Line.Numbers.TakeWhile(key => key <= number).Count();
}
