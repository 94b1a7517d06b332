using Mux.Alerts;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>What needs the organizers now, and what did.</summary>
public sealed record AlertsPageModel(ShellModel Shell, IReadOnlyList<AlertRow> Active, IReadOnlyList<AlertRow> Past, WebhookLine Webhook)
{
    internal static AlertsPageModel Of(ShellModel shell, AlertBoard board, WebhookLine webhook, DateTimeOffset now) =>
        new(shell, [.. board.Active.Select(alert => AlertRow.Of(alert, shell.Permits, now))], [.. board.Past.Select(alert => AlertRow.Of(alert, shell.Permits, now))], webhook);
}

/// <summary>One alert.</summary>
/// <param name="Lasted">How long, or since when.</param>
public sealed record AlertRow(string Id, Badge Severity, string Text, string Fix, string Output, DateTimeOffset Raised, string Lasted, string Url, string LinkText)
{
    internal static AlertRow Of(Alert alert, IReadOnlySet<string> permits, DateTimeOffset now) => new(
        alert.Id.Value,
        new Badge(AlertNotices.Word(alert).ToLowerInvariant(), Tones.Of(alert.Severity)),
        alert.Text,
        alert.Fix,
        alert.Output,
        alert.RaisedAt,
        Wording.Span((alert.ClearedAt ?? now) - alert.RaisedAt),
        AlertNotices.UrlOf(alert, permits),
        AlertNotices.LinkText(AlertNotices.UrlOf(alert, permits)));
}

/// <summary>Where alerts are sent beside this page.</summary>
/// <param name="Receiver">Its host; empty when there is none.</param>
/// <param name="Last">How the last delivery, or the test just now, ended.</param>
public sealed record WebhookLine(string Receiver, string Last, bool MayTest)
{
    internal static WebhookLine Of(WebhookDefinition? webhook, WebhookAnswer? last, bool mayTest, string what) => new(
        webhook?.Receiver ?? "",
        last switch
        {
            null => "Nothing was sent yet.",
            { Status: { } status } => $"{what}: it answered {status}{(last.Text.Length > 0 ? $" ({last.Text})" : "")}.",
            _ => $"{what}: it did not answer ({last.Text}).",
        },
        mayTest);
}
