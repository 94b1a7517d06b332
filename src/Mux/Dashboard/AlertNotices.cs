using System.Collections.Immutable;
using Mux.Alerts;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>Alerts as the band over every page shows them.</summary>
internal static class AlertNotices
{
    private const int Most = 3;

    public static IReadOnlyList<ShellNotice> Of(ImmutableArray<Alert> active, IReadOnlySet<string> permits, DateTimeOffset now) => [.. active.Take(Most).Select(alert => Of(alert, permits, now))];

    /// <summary>Null when the band shows all.</summary>
    public static ShellLink? More(ImmutableArray<Alert> active) =>
        active.Length > Most ? new ShellLink($"{Wording.Count(active.Length - Most, "more alert", "more alerts")}", AlertPages.Place, false) : null;

    public static string Word(Alert alert) => alert.Severity == Severity.Bad ? "Serious" : "Warning";

    /// <summary>Where the viewer may look.</summary>
    public static string UrlOf(Alert alert, IReadOnlySet<string> permits) =>
        alert.Rollout is not null && !permits.Contains("GET /rollouts/{id}") ? AlertPages.Place : AlertView.UrlOf(alert);

    public static string LinkText(string address) => address switch
    {
        var url when url.StartsWith("/rollouts/", StringComparison.Ordinal) => "See the rollout",
        var url when url.StartsWith("/ships/", StringComparison.Ordinal) => "See the ship",
        "/" => "See the fleet",
        _ => "See all alerts",
    };

    private static ShellNotice Of(Alert alert, IReadOnlySet<string> permits, DateTimeOffset now) => new(
        alert.Id.Value, Word(alert), alert.Severity == Severity.Bad ? "bad" : "warn", $"{alert.Text.TrimEnd('.')}.", $"for {Wording.Span(now - alert.RaisedAt)}:", alert.Fix, UrlOf(alert, permits), LinkText(UrlOf(alert, permits)));
}
