using System.Diagnostics.Metrics;

namespace Mux.Metrics;

/// <summary>
/// All that the mux counts, as instruments of one meter. Any room may count; <see cref="PrometheusText"/> shows them. Labels have few values and
/// never come from a user or a ship.
/// </summary>
internal sealed class MuxMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900] };
    private static readonly InstrumentAdvice<double> Writes = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5] };

    private readonly Counter<long> logins;
    private readonly Histogram<double> claims;
    private readonly Counter<long> proxied;
    private readonly Counter<long> proxyErrors;
    private readonly UpDownCounter<long> sockets;
    private readonly Counter<long> refusedReports;
    private readonly Counter<long> reports;
    private readonly Counter<long> rollouts;
    private readonly Counter<long> providerCalls;
    private readonly Counter<long> terminations;
    private readonly Counter<long> rows;
    private readonly Histogram<double> writes;

    public MuxMetrics()
    {
        logins = Meter.CreateCounter<long>("mux.logins", description: "Logins by outcome.");
        claims = Meter.CreateHistogram("mux.claim.wait", "s", "Time from an attendee's arrival in the line to a ship.", advice: Waits);
        proxied = Meter.CreateCounter<long>("mux.proxy.requests", description: "Requests forwarded to ships, by kind.");
        proxyErrors = Meter.CreateCounter<long>("mux.proxy.errors", description: "Requests that could not be forwarded, by reason.");
        sockets = Meter.CreateUpDownCounter<long>("mux.proxy.websockets", description: "WebSockets open to ships.");
        reports = Meter.CreateCounter<long>("mux.reports", description: "Reports of agents that were taken.");
        refusedReports = Meter.CreateCounter<long>("mux.reports.refused", description: "Messages of agents that were dropped, by reason: stale, foreign, oversized.");
        rollouts = Meter.CreateCounter<long>("mux.rollouts", description: "Rollouts that ended, by outcome.");
        providerCalls = Meter.CreateCounter<long>("mux.provider.calls", description: "Calls to the provider, by kind and outcome.");
        terminations = Meter.CreateCounter<long>("mux.terminations", description: "Ships that ended, by cause.");
        rows = Meter.CreateCounter<long>("mux.store.rows", description: "Rows made durable.");
        writes = Meter.CreateHistogram("mux.store.write", "s", "Time to make a batch of changes durable.", advice: Writes);
    }

    public Meter Meter { get; } = new("mux");

    /// <param name="outcome"><c>new</c>, <c>back</c>, <c>wrong_code</c>, <c>wrong_resume</c>, <c>throttled</c></param>
    public void Login(string outcome) => logins.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Claimed(TimeSpan waited) => claims.Record(waited.TotalSeconds);

    /// <param name="kind"><c>http</c> or <c>websocket</c></param>
    public void Proxied(string kind) => proxied.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void ProxyFailed(string reason) => proxyErrors.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="change">+1 when one opens, -1 when it closes.</param>
    public void WebSockets(int change) => sockets.Add(change);

    public void Reported() => reports.Add(1);

    public void ReportRefused(string reason) => refusedReports.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void RolloutEnded(string outcome) => rollouts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void ProviderCalled(string kind, string outcome) =>
        providerCalls.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));

    public void ShipEnded(string cause) => terminations.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void StoreWrote(int count, TimeSpan took)
    {
        rows.Add(count);
        writes.Record(took.TotalSeconds);
    }

    public void Dispose() => Meter.Dispose();
}
