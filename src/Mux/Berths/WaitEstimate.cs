using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>
/// How long until each place in the line has its ship: from the boots seen so far, the age of the ships that boot now, and how many more the organizer wants.
/// Pure. Null where it would be a guess: no boot seen yet, a ship long overdue, or no ship on its way for that place.
/// </summary>
internal sealed class WaitEstimate
{
    private const int BootsLookedAt = 20;

    private readonly TimeSpan?[] arrivals;

    private WaitEstimate(TimeSpan?[] arrivals) => this.arrivals = arrivals;

    public static WaitEstimate Of(FleetSnapshot snapshot, FleetDefinition fleet, DateTimeOffset now)
    {
        var live = snapshot.Ships.Values.Where(ship => ship.IsLive).ToList();
        var coming = live.Where(ship => ship is { State: ShipState.Pending or ShipState.Booting, Attendee: null, Quarantined: false }).OrderBy(ship => ship.CreatedAt).ToList();
        var free = live.Count(ship => ship is { State: ShipState.Available, Quarantined: false });
        if (UsualBoot(snapshot) is not { } boot)
        {
            return new WaitEstimate(new TimeSpan?[free + coming.Count]);
        }

        var arrivals = Enumerable.Repeat<TimeSpan?>(TimeSpan.Zero, free).Concat(coming.Select(ship => Remaining(now - ship.CreatedAt, boot))).ToList();
        var later = Math.Min(snapshot.Goal, fleet.MaxShips) - live.Count;
        var soonest = coming.Count == 0 ? TimeSpan.Zero : arrivals[^1];
        for (var i = 0; i < later; i++)
        {
            arrivals.Add(soonest + (boot * (1 + (i / Math.Max(1, fleet.MaxBooting)))));
        }

        return new WaitEstimate(HeldBack(arrivals, snapshot, fleet));
    }

    /// <summary>Whole seconds until the place (1: the first) has a ship.</summary>
    public int? SecondsFor(int position) => position > 0 && position <= arrivals.Length && arrivals[position - 1] is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null;

    // While the doors are closed nobody gets in before the ship that opens them.
    private static TimeSpan?[] HeldBack(List<TimeSpan?> arrivals, FleetSnapshot snapshot, FleetDefinition fleet)
    {
        var opener = fleet.OpenAt - snapshot.Count(ShipState.Running) - 1;
        if (snapshot.DoorsOpen || opener < 0)
        {
            return [.. arrivals];
        }

        var opening = opener < arrivals.Count ? arrivals[opener] : null;
        return [.. arrivals.Select(wait => wait is { } own && opening is { } doors ? (own > doors ? own : doors) : (TimeSpan?)null)];
    }

    private static TimeSpan? UsualBoot(FleetSnapshot snapshot)
    {
        var boots = snapshot.Ships.Values
            .Where(ship => ship.FirstAvailableAt is not null)
            .OrderByDescending(ship => ship.FirstAvailableAt)
            .Take(BootsLookedAt)
            .Select(ship => ship.FirstAvailableAt!.Value - ship.CreatedAt)
            .Order()
            .ToList();
        return boots.Count == 0 ? null : boots[boots.Count / 2];
    }

    private static TimeSpan? Remaining(TimeSpan age, TimeSpan boot) =>
        age > 2 * boot ? null
        : age >= boot ? boot / 4
        : boot - age;
}
