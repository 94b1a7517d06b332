using System.Diagnostics.Metrics;
using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Store;

namespace Mux.Alerts;

/// <summary>Looks every few seconds, keeps the board, and tells the log, the audit log and the webhook what was raised, what grew worse and what cleared.</summary>
internal sealed partial class AlertKeeper : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly FleetStore store;
    private readonly AlertLog kept;
    private readonly AlertFactFinder facts;
    private readonly WebhookQueue webhook;
    private readonly AlertLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger<AlertKeeper> logger;
    private readonly List<(Alert Alert, AlertChange Change)> unsaved = [];
    private AlertBoard board = AlertBoard.Empty;
    private bool loaded;

    public AlertKeeper(FleetStore store, AlertLog kept, AlertFactFinder facts, WebhookQueue webhook, CampDefinition camp, MuxMetrics metrics, TimeProvider time, ILogger<AlertKeeper> logger)
    {
        (this.store, this.kept, this.facts, this.webhook, this.time, this.logger) = (store, kept, facts, webhook, time, logger);
        limits = AlertLimits.Of(camp);
        metrics.Meter.CreateObservableGauge("mux.alerts", Counts, description: "Alerts that are up, by kind.");
    }

    /// <summary>As it was after the last look: no lock, no I/O.</summary>
    public AlertBoard Board => Volatile.Read(ref board);

    /// <summary>One look. The board holds even while the store cannot write: a full disk is told of, and written down later.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (!loaded)
        {
            Volatile.Write(ref board, AlertBoard.Of(await kept.ReadAsync(cancellationToken)));
            loaded = true;
        }

        var (snapshot, now) = (store.Snapshot, time.GetUtcNow());
        var turn = Board.Next(AlertRules.Find(snapshot, facts.Look(snapshot), limits, now), now);
        Volatile.Write(ref board, turn.Board);
        foreach (var alert in turn.Raised)
        {
            LogRaised(logger, alert.Kind, alert.Subject, alert.Text);
        }

        foreach (var alert in turn.Worsened)
        {
            LogWorsened(logger, alert.Kind, alert.Subject, alert.Text);
        }

        foreach (var alert in turn.Cleared)
        {
            LogCleared(logger, alert.Kind, alert.Subject);
        }

        foreach (var (alert, change) in turn.News)
        {
            webhook.Post(alert, change, now);
            unsaved.Add((alert, change));
        }

        await SaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
#pragma warning disable CA1031 // alerts that end with the first fault would be missed when they are needed
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
            }
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (unsaved.Count == 0)
        {
            return;
        }

        try
        {
            await store.ChangeAsync(Save, cancellationToken);
            unsaved.Clear();
        }
        catch (StoreUnavailableException exception)
        {
            LogUnsaved(logger, unsaved.Count, exception);
        }
    }

    private bool Save(StoreDraft draft)
    {
        foreach (var (alert, change) in unsaved)
        {
            draft.Keep(alert);
            draft.Audit(new AuditEntry("mux", change == AlertChange.Raised ? "alert" : "alert " + AlertView.Word(change), alert.Rollout?.Value ?? alert.Ship?.Value ?? alert.Subject, alert.Text));
        }

        return true;
    }

    private IEnumerable<Measurement<long>> Counts()
    {
        var up = Board.Active.CountBy(alert => alert.Kind).ToDictionary();
        return Enum.GetValues<AlertKind>().Select(kind => new Measurement<long>(up.GetValueOrDefault(kind), new KeyValuePair<string, object?>("kind", AlertView.Word(kind))));
    }

    [LoggerMessage(LogLevel.Warning, "alert {Kind} ({Subject}): {Text}")]
    private static partial void LogRaised(ILogger logger, AlertKind kind, string subject, string text);

    [LoggerMessage(LogLevel.Warning, "alert {Kind} ({Subject}) grew worse: {Text}")]
    private static partial void LogWorsened(ILogger logger, AlertKind kind, string subject, string text);

    [LoggerMessage(LogLevel.Information, "alert {Kind} ({Subject}) cleared")]
    private static partial void LogCleared(ILogger logger, AlertKind kind, string subject);

    [LoggerMessage(LogLevel.Error, "{Count} alerts could not be written down; they hold nevertheless")]
    private static partial void LogUnsaved(ILogger logger, int count, Exception exception);

    [LoggerMessage(LogLevel.Error, "a look for alerts failed; the next follows")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
