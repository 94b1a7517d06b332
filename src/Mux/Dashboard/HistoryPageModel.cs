using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>How the fleet's numbers went, and how long boots took.</summary>
/// <param name="Chart">Null until there are two samples.</param>
/// <param name="Boots">Median, slowest tenth and number of the boots that the store still knows, in words.</param>
public sealed record HistoryPageModel(ShellModel Shell, HistoryChart? Chart, string Boots)
{
    /// <summary>The chart's last values, for who does not see it.</summary>
    public string Spoken => Chart is null ? "" : "Now: " + string.Join(", ", Chart.Lines.Select(line => $"{line.Name} {line.Last}"));

    internal static HistoryPageModel Of(ShellModel shell, FleetSnapshot snapshot, IReadOnlyList<FleetSample> samples)
    {
        var boots = snapshot.Ships.Values.Where(ship => ship.FirstAvailableAt is not null).Select(ship => ship.FirstAvailableAt!.Value - ship.CreatedAt).Order().ToList();
        return new HistoryPageModel(shell, HistoryChart.Of(samples), boots.Count == 0
            ? "No ship has become ready yet."
            : $"Half of {Wording.Count(boots.Count, "boot", "boots")} took {Wording.Span(boots[boots.Count / 2])} or less, nine in ten {Wording.Span(boots[boots.Count * 9 / 10])} or less, the slowest {Wording.Span(boots[^1])}.");
    }
}
