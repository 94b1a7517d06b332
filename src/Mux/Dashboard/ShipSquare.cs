using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>One ship as a small square: its state by letter and shape as well as by colour.</summary>
/// <param name="Letter">The state's first; <c>!</c> when it needs somebody.</param>
/// <param name="Label">All that the square stands for, in words.</param>
public sealed record ShipSquare(string Id, string Letter, string Css, string Label)
{
    internal static ShipSquare Of(Ship ship, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var word = ship.Quarantined ? ShipFilter.Quarantined : ShipFilter.Word(ship.State);
        var (name, reason) = (ShipWords.NameOf(ship, snapshot), ShipWords.ReasonOf(ship));
        var attention = ShipWords.NeedsAttention(ship, now);
        return new ShipSquare(
            ship.Id.Value,
            attention ? "!" : word[..1].ToUpperInvariant(),
            $"square square-{word}{(attention ? " square-attention" : "")}",
            $"{ship.Id} {word}{(name.Length > 0 ? $", {name}" : "")}{(attention ? ", needs attention" : "")}{(reason.Length > 0 ? $": {reason}" : "")}");
    }
}
