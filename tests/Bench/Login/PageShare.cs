namespace Bench.Login;

/// <summary>Who took how much of one attendee's way from login to page.</summary>
/// <param name="Ship">Jupyter: from a request's first packet towards the ship to its answer's last.</param>
/// <param name="Mux">From a request's first packet towards the mux to its answer's last, less the ship's part.</param>
/// <param name="Browser">The rest: the load generator between an answer and the next request.</param>
internal sealed record PageShare(TimeSpan Ship, TimeSpan Mux, TimeSpan Browser)
{
    /// <summary>Each attendee has a ship and connections of their own and asks for one thing at a time, so that packets can be told apart by these.</summary>
    public static PageShare Of(Visit visit, Ship ship, IEnumerable<Exchange> atMux, IEnumerable<Exchange> atShips)
    {
        var inFront = Sum(visit, atMux.Where(exchange => visit.Ports.Contains(exchange.ClientPort)));
        var beyond = Sum(visit, atShips.Where(exchange => exchange.Server == ship.Address && IsPage(exchange.Target)));
        return new PageShare(beyond, inFront - beyond, visit.Page - inFront);
    }

    private static TimeSpan Sum(Visit visit, IEnumerable<Exchange> exchanges) => exchanges
        .Where(exchange => exchange.Began >= visit.Began && exchange.Began <= visit.Began + visit.Page)
        .Aggregate(TimeSpan.Zero, (sum, exchange) => sum + exchange.Took);

    // The agents and the mux ask for the state of ships all the time.
    private static bool IsPage(string target) =>
        target.StartsWith(MuxAttendee.Tutorial, StringComparison.Ordinal) && !target.StartsWith($"{MuxAttendee.Tutorial}api/", StringComparison.Ordinal);
}
