using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Alerts;

/// <summary>What one look changed.</summary>
internal sealed record AlertTurn(AlertBoard Board, ImmutableArray<Alert> Raised, ImmutableArray<Alert> Worsened, ImmutableArray<Alert> Cleared)
{
    /// <summary>All that is to be told, in this order.</summary>
    public IEnumerable<(Alert Alert, AlertChange Change)> News =>
        [.. Raised.Select(alert => (alert, AlertChange.Raised)), .. Worsened.Select(alert => (alert, AlertChange.Worsened)), .. Cleared.Select(alert => (alert, AlertChange.Cleared))];
}

/// <summary>
/// The alerts that are up, and those that were. What is found must last a while before it is raised, and be gone a while before it clears: an alert is raised
/// once, told of once more when it grows worse, and cleared once; what comes and goes raises none. Immutable, and pure: a look makes the next board.
/// </summary>
internal sealed record AlertBoard
{
    public static readonly AlertBoard Empty = new();

    public const int MaxPast = 200;

    private static readonly TimeSpan GoneFor = TimeSpan.FromSeconds(60);

    /// <summary>Worst first, then the oldest.</summary>
    public ImmutableArray<Alert> Active { get; private init; } = [];

    /// <summary>Cleared ones, newest first.</summary>
    public ImmutableArray<Alert> Past { get; private init; } = [];

    /// <summary>Rises whenever there is something else to read.</summary>
    public long Version { get; private init; }

    // Findings that are not alerts yet, and alerts that are not found any more: since when.
    private ImmutableDictionary<(AlertKind Kind, string Subject), DateTimeOffset> Since { get; init; } = ImmutableDictionary<(AlertKind, string), DateTimeOffset>.Empty;

    /// <summary>As a run before has left them.</summary>
    public static AlertBoard Of(IEnumerable<Alert> kept)
    {
        var all = kept.ToList();
        return Empty with { Active = Sorted(all.Where(alert => alert.IsActive)), Past = [.. all.Where(alert => !alert.IsActive).OrderByDescending(alert => alert.ClearedAt).Take(MaxPast)], Version = 1 };
    }

    public AlertTurn Next(ImmutableArray<AlertFinding> findings, DateTimeOffset now)
    {
        var found = findings.DistinctBy(finding => finding.Key).ToDictionary(finding => finding.Key);
        var up = Active.ToDictionary(alert => (alert.Kind, alert.Subject));
        var fresh = found.Values.Where(finding => finding.Raises && !up.ContainsKey(finding.Key)).ToList();
        var gone = Active.Where(alert => !found.ContainsKey((alert.Kind, alert.Subject))).ToList();

        var since = fresh.Select(finding => finding.Key).Concat(gone.Select(alert => (alert.Kind, alert.Subject)))
            .ToImmutableDictionary(key => key, key => Since.GetValueOrDefault(key, now));
        var raised = fresh.Where(finding => now - since[finding.Key] >= LastsFor(finding.Kind)).Select(finding => Raise(finding, now)).ToImmutableArray();
        var cleared = gone.Where(alert => now - since[(alert.Kind, alert.Subject)] >= GoneFor).Select(alert => alert with { ClearedAt = now }).ToImmutableArray();

        var over = cleared.Select(alert => alert.Id).ToHashSet();
        var active = Sorted(Active.Where(alert => !over.Contains(alert.Id)).Select(alert => found.TryGetValue((alert.Kind, alert.Subject), out var news) ? Renew(alert, news, now) : alert).Concat(raised));
        var board = this with
        {
            Active = active,
            Past = cleared.IsEmpty ? Past : [.. cleared.Concat(Past).Take(MaxPast)],
            Since = since.RemoveRange(raised.Concat(cleared).Select(alert => (alert.Kind, alert.Subject))),
            Version = active.SequenceEqual(Active) && cleared.IsEmpty ? Version : Version + 1,
        };
        return new AlertTurn(board, raised, [.. active.Where(alert => alert.WorsenedAt == now)], cleared);
    }

    private static TimeSpan LastsFor(AlertKind kind) => kind switch
    {
        AlertKind.FailingImage or AlertKind.ShipDisk or AlertKind.MuxDisk or AlertKind.Launches => TimeSpan.FromSeconds(10),
        AlertKind.NoCapacity => TimeSpan.FromSeconds(20),
        _ => TimeSpan.Zero, // by their nature they do not come and go
    };

    private static Alert Raise(AlertFinding finding, DateTimeOffset now) => Renew(new Alert(AlertId.New(), finding.Kind, finding.Subject, finding.Severity, now), finding, now);

    private static Alert Renew(Alert alert, AlertFinding finding, DateTimeOffset now) => alert with
    {
        Told = finding.Severity > alert.Told ? finding.Severity : alert.Told, WorsenedAt = finding.Severity > alert.Told ? now : alert.WorsenedAt,
        Severity = finding.Severity, Text = finding.Text, Fix = finding.Fix, Output = finding.Output, Ship = finding.Ship, Rollout = finding.Rollout,
    };

    private static ImmutableArray<Alert> Sorted(IEnumerable<Alert> alerts) => [.. alerts.OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.RaisedAt).ThenBy(alert => alert.Id.Value, StringComparer.Ordinal)];
}
