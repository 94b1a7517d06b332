using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>When a place in the line is likely to have its ship, and by when nine in ten would; seconds, rounded to what people are told.</summary>
internal readonly record struct WaitRange(int Likely, int Late);

/// <summary>
/// How long until each place in the line has its ship: from the boots seen so far, the age of the ships that boot now, and how many more are wanted.
/// Pure. Null where it would be a guess: no boot seen yet, a ship long overdue, doors that nobody knows when they open, or no ship on its way for that place.
/// </summary>
internal sealed class WaitEstimate
{
    private readonly (TimeSpan Likely, TimeSpan Late)?[] arrivals;

    private WaitEstimate((TimeSpan Likely, TimeSpan Late)?[] arrivals) => this.arrivals = arrivals;

    public static WaitEstimate Of(FleetSnapshot snapshot, FleetDefinition fleet, DateTimeOffset now)
    {
        if (snapshot.Boots is not { Median: { } median, Slow: { } slow })
        {
            return new WaitEstimate([]);
        }

        var coming = snapshot.ShipList
            .Where(ship => ship is { State: ShipState.Pending or ShipState.Booting, Attendee: null, Quarantined: false })
            .Select(ship => now - ship.CreatedAt).OrderDescending()
            .Select(age => Remaining(age, median, slow)).ToList();
        var arrivals = Enumerable.Repeat<(TimeSpan, TimeSpan)?>((TimeSpan.Zero, TimeSpan.Zero), snapshot.Index.Free.Count).Concat(coming).ToList();
        var soonest = coming.Count == 0 ? (TimeSpan.Zero, TimeSpan.Zero) : coming[^1];
        for (var i = 0; i < Math.Min(snapshot.Goal, fleet.MaxShips) - snapshot.Index.Counted; i++)
        {
            var rounds = 1 + (i / Math.Max(1, fleet.MaxBooting));
            arrivals.Add(soonest is { } first ? (first.Item1 + (median * rounds), first.Item2 + (slow * rounds)) : null);
        }

        return new WaitEstimate([.. arrivals.Select(arrival => NotBefore(arrival, Doors(arrivals, snapshot, fleet, now)))]);
    }

    /// <param name="position">1: the first.</param>
    public WaitRange? For(int position) =>
        position > 0 && position <= arrivals.Length && arrivals[position - 1] is { } wait ? new WaitRange(Rounded(wait.Likely), Rounded(wait.Late)) : null;

    // While the doors are shut nobody gets in before they open: at a time, with the ship that opens them, or nobody knows when.
    private static (TimeSpan, TimeSpan)? Doors(List<(TimeSpan, TimeSpan)?> arrivals, FleetSnapshot snapshot, FleetDefinition fleet, DateTimeOffset now)
    {
        if (snapshot.DoorsOpen)
        {
            return (TimeSpan.Zero, TimeSpan.Zero);
        }

        var session = snapshot.Sessions.Current(now) ?? snapshot.Sessions.Next(now);
        return snapshot.DoorsOrder is not null || session?.Doors == DoorsRule.Hand ? null
            : session?.Doors == DoorsRule.Time ? (Later(session.Opens - now, TimeSpan.Zero), Later(session.Opens - now, TimeSpan.Zero))
            : NotBefore(Opener(arrivals, fleet.OpenAt - snapshot.Count(ShipState.Running) - 1), session is null ? (TimeSpan.Zero, TimeSpan.Zero) : (session.WarmBy - now, session.WarmBy - now));
    }

    private static (TimeSpan, TimeSpan)? Opener(List<(TimeSpan, TimeSpan)?> arrivals, int opener) =>
        opener < 0 ? (TimeSpan.Zero, TimeSpan.Zero) : opener < arrivals.Count ? arrivals[opener] : null;

    private static (TimeSpan, TimeSpan)? NotBefore((TimeSpan Likely, TimeSpan Late)? wait, (TimeSpan Likely, TimeSpan Late)? doors) =>
        wait is { } own && doors is { } open ? (Later(own.Likely, open.Likely), Later(own.Late, open.Late)) : null;

    private static (TimeSpan Likely, TimeSpan Late)? Remaining(TimeSpan age, TimeSpan median, TimeSpan slow)
    {
        if (age > 2 * median && age > slow)
        {
            return null;
        }

        var late = age < slow ? slow - age : median / 4;
        return (age < median ? median - age : Earlier(late, median / 4), late);
    }

    // Finer would only make every page that waits change each second.
    private static int Rounded(TimeSpan wait)
    {
        var step = wait.TotalSeconds switch { < 60 => 10, < 600 => 60, _ => 300 };
        return (int)Math.Ceiling(wait.TotalSeconds / step) * step;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
