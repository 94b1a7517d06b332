using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Contracts.Control;

namespace Bench.Fleet;

/// <summary>
/// A thousand simulated agents over the real wire against a real <c>mux serve</c> of its own process: what they cost the mux, how fast an order
/// reaches all, how fast the mux is back after a kill. Must run where 10.77.0.0/16 is local (ops/bench makes a network namespace for it).
/// </summary>
internal sealed class FleetBench(string muxPath, int ships) : IDisposable
{
    private static readonly TimeSpan SteadyFor = TimeSpan.FromSeconds(30);

    private readonly FleetStage stage = FleetStage.OfFolders(muxPath, ships, "{canary: 0, parallel: 4096, pull_parallel: 4096, max_failures: 10}");
    private readonly ConcurrentDictionary<string, long> arrivals = new(StringComparer.Ordinal);

    public void Dispose() => stage.Dispose();

    /// <returns>A Markdown table.</returns>
    public async Task<string> RunAsync()
    {
        await using var standIns = await FleetStage.StartStandInsAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var started = Stopwatch.StartNew();
        using var first = stage.StartMux();
        var agents = await stage.StartAgentsAsync(folder => new SimulatedShip(folder, FleetStage.JupyterPort, Arrived), leave.Token);
        await stage.UntilAsync(fleet => FleetStage.Count(fleet, "available") == ships, stop.Token);
        var warm = started.Elapsed;

        var steady = await MeasureAsync(first, stop.Token);
        var deploy = await DeployAsync(stop.Token);

        first.Kill();
        await first.WaitForExitAsync(stop.Token);
        var restart = Stopwatch.StartNew();
        using var second = stage.StartMux();
        await stage.UntilAsync(_ => true, stop.Token);
        var back = restart.Elapsed;
        await stage.UntilAsync(fleet => FleetStage.Count(fleet, "available") == ships, stop.Token);
        var whole = restart.Elapsed;
        second.Kill();
        await leave.CancelAsync();
        await Task.WhenAll(agents);
        await second.WaitForExitAsync(stop.Token);
        var quiet = await RestartAsync(stop.Token);
        return Table(warm, steady, deploy, (back, quiet), whole);
    }

    // The machine's cores are the simulated ships' too: what a thousand of them do when their mux is gone is not the mux's start.
    private async Task<TimeSpan> RestartAsync(CancellationToken cancellationToken)
    {
        var restart = Stopwatch.StartNew();
        using var third = stage.StartMux();
        await stage.UntilAsync(_ => true, cancellationToken);
        var back = restart.Elapsed;
        third.Kill();
        return back;
    }

    private string Table(TimeSpan warm, (double Cpu, double Megabytes) steady, double[] deploy, (TimeSpan Among, TimeSpan Alone) back, TimeSpan whole)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {ships} simulated ships, one mux | measured | target |").AppendLine("|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| CPU of the mux, each ship reporting every 5 s, over {SteadyFor.TotalSeconds:0} s | {steady.Cpu:0.0} % of one core | < 10 % |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory of the mux | {steady.Megabytes:0} MB | < 200 MB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| deploy order at the ship: p50 / p99 / last | {deploy[deploy.Length / 2]:0} / {deploy[(int)(deploy.Length * 0.99)]:0} / {deploy[^1]:0} ms | p99 < 1000 ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| mux ready after kill -9, {ships} ships stored, no ship about | {back.Alone.TotalMilliseconds:0} ms | < 2000 ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| mux ready after kill -9 while all {ships} come back over the same cores | {back.Among.TotalMilliseconds:0} ms | – |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| all streams back after kill -9 | {whole.TotalSeconds:0.0} s | – |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| empty camp to {ships} ships available (enrollment, TLS, probes) | {warm.TotalSeconds:0.0} s | – |");
        return text.ToString();
    }

    private void Arrived(string ship, DesiredSpec spec)
    {
        if (spec.Prefetch.Any(image => image.EndsWith(FleetStage.Digest2, StringComparison.Ordinal)))
        {
            arrivals.TryAdd(ship, Stopwatch.GetTimestamp());
        }
    }

    private async Task<double[]> DeployAsync(CancellationToken cancellationToken)
    {
        var ordered = Stopwatch.GetTimestamp();
        await stage.DeployAsync(cancellationToken);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (arrivals.Count < ships)
        {
            await poll.WaitForNextTickAsync(cancellationToken);
        }

        return [.. arrivals.Values.Select(at => Stopwatch.GetElapsedTime(ordered, at).TotalMilliseconds).Order()];
    }

    private static async Task<(double Cpu, double Megabytes)> MeasureAsync(Process mux, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
        mux.Refresh();
        var before = mux.TotalProcessorTime;
        await Task.Delay(SteadyFor, cancellationToken);
        mux.Refresh();
        return ((mux.TotalProcessorTime - before) / SteadyFor * 100, mux.WorkingSet64 / 1e6);
    }
}
