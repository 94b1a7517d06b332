using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>What a rehearsal cost, and what the day will. Pure.</summary>
internal static class Costs
{
    private static readonly TimeSpan OneDay = TimeSpan.FromHours(16);

    /// <param name="before">As the rehearsal began.</param>
    /// <param name="full">With the whole fleet up.</param>
    /// <param name="after">With the rehearsal's machines gone.</param>
    /// <returns>Null where nothing has a price.</returns>
    public static RehearsalCost? Of(FleetCost before, FleetCost full, FleetCost after, PriceList prices, FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset now)
    {
        if (prices.IsEmpty)
        {
            return null;
        }

        var ship = full.Machines == 0 ? 0 : full.PerHour / full.Machines;
        return new RehearsalCost(Cents(after.SoFar - before.SoFar), Cents(full.PerHour), Day(snapshot, goals, ship, now), Cents(after.SoFar));
    }

    private static decimal? Day(FleetSnapshot snapshot, SessionGoals goals, decimal shipHour, DateTimeOffset now) => snapshot.Sessions.Next(now) is { } first
        ? Cents(snapshot.Sessions.Sessions.Where(session => session.Opens >= first.Opens && session.Opens < first.Opens + OneDay)
            .Sum(session => session.Wanted * shipHour * (decimal)(session.Closes - WarmUp.Start(session, snapshot.Boots, goals)).TotalHours))
        : null;

    private static decimal Cents(decimal dollars) => decimal.Round(Math.Max(0, dollars), 2);
}
