using System.Diagnostics.Metrics;

namespace Mux.Metrics;

/// <summary>
/// All that the mux counts, as instruments of one meter. Any room may count; <see cref="PrometheusText"/> shows them. Labels have few values and
/// never come from a user or a ship.
/// </summary>
internal sealed class MuxMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Writes = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5] };

    private readonly Counter<long> logins;
    private readonly Counter<long> proxyErrors;
    private readonly UpDownCounter<long> sockets;
    private readonly Counter<long> refusedReports;
    private readonly Counter<long> reports;
    private readonly Counter<long> refusedEnrollments;
    private readonly Counter<long> homes;
    private readonly Counter<long> rollouts;
    private readonly Counter<long> providerCalls;
    private readonly Counter<long> terminations;
    private readonly Counter<long> webhooks;
    private readonly Counter<long> rows;
    private readonly Histogram<double> writes;
    private long requests;
    private long upgrades;

    public MuxMetrics()
    {
        logins = Meter.CreateCounter<long>("mux.logins", description: "Logins by outcome.");
        // Looked at when somebody asks: a request must not wait for the lock of a line.
        Meter.CreateObservableCounter("mux.proxy.requests", Proxied, description: "Requests forwarded to ships, by kind.");
        proxyErrors = Meter.CreateCounter<long>("mux.proxy.errors", description: "Forwarded requests that did not end well, by reason; a browser that goes away is one.");
        sockets = Meter.CreateUpDownCounter<long>("mux.proxy.websockets", description: "WebSockets open to ships.");
        reports = Meter.CreateCounter<long>("mux.reports", description: "Reports of agents.");
        refusedReports = Meter.CreateCounter<long>("mux.reports.refused", description: "Messages of agents that were dropped, by reason.");
        refusedEnrollments = Meter.CreateCounter<long>("mux.enrollments.refused", description: "Agents that were given no certificate, by reason.");
        homes = Meter.CreateCounter<long>("mux.homes.copies", description: "Copies of homes that ships brought, by outcome.");
        rollouts = Meter.CreateCounter<long>("mux.rollouts", description: "Rollouts that ended, by outcome.");
        providerCalls = Meter.CreateCounter<long>("mux.provider.calls", description: "Calls to the provider, by kind and outcome.");
        terminations = Meter.CreateCounter<long>("mux.terminations", description: "Ships that ended and whose machine is gone, by cause.");
        webhooks = Meter.CreateCounter<long>("mux.alerts.webhook", description: "Alerts sent to the webhook, by outcome.");
        rows = Meter.CreateCounter<long>("mux.store.rows", description: "Rows made durable.");
        writes = Meter.CreateHistogram("mux.store.write", "s", "Time to make a batch of changes durable.", advice: Writes);
    }

    public Meter Meter { get; } = new("mux");

    /// <param name="outcome">A name of the logins' outcomes.</param>
    public void Login(string outcome) => logins.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="kind"><c>http</c> or <c>websocket</c></param>
    /// <param name="error">The forwarder's word for what went wrong; null when nothing did.</param>
    public void Proxied(string kind, string? error)
    {
        Interlocked.Increment(ref kind == "websocket" ? ref upgrades : ref requests);
        if (error is not null)
        {
            proxyErrors.Add(1, new KeyValuePair<string, object?>("reason", error));
        }
    }

    /// <param name="change">+1 when one opens, -1 when it closes.</param>
    public void WebSockets(int change) => sockets.Add(change);

    public void Reported() => reports.Add(1);

    public void ReportRefused(string reason) => refusedReports.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void EnrollmentRefused(string reason) => refusedEnrollments.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void HomeCopied(string outcome) => homes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void RolloutEnded(string outcome) => rollouts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void ProviderCalled(string kind, string outcome) =>
        providerCalls.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    public void ShipEnded(string cause) => terminations.Add(1, new KeyValuePair<string, object?>("cause", cause));

    /// <param name="outcome"><c>delivered</c>, <c>refused</c> (the receiver's no, or no answer after all tries) or <c>dropped</c> (too many at once)</param>
    public void AlertSent(string outcome) => webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void StoreWrote(int count, TimeSpan took)
    {
        rows.Add(count);
        writes.Record(took.TotalSeconds);
    }

    private IEnumerable<Measurement<double>> Proxied() =>
    [
        new(Interlocked.Read(ref requests), new KeyValuePair<string, object?>("kind", "http")),
        new(Interlocked.Read(ref upgrades), new KeyValuePair<string, object?>("kind", "websocket")),
    ];

    public void Dispose() => Meter.Dispose();
}
