using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bench.Fleet;

/// <summary>A rollout to simulated ships that take their time to fetch and to start: what the mux adds to that. With a canary and without.</summary>
internal sealed class RolloutBench(string muxPath, int ships)
{
    private static readonly TimeSpan Fetching = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(2);

    /// <returns>A Markdown table.</returns>
    public async Task<string> RunAsync()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {ships} simulated ships; {Fetching.TotalSeconds:0} s to fetch, {Starting.TotalSeconds:0} s to start | whole | fetching and starting alone | added | target |").AppendLine("|---|---|---|---|---|");
        foreach (var (name, canary) in new[] { ("no canary", 0), ("one canary first", 1) })
        {
            var alone = Fetching + Starting + (canary * Starting);
            var whole = await MeasureAsync(canary);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {whole.TotalSeconds:0.00} s | {alone.TotalSeconds:0} s | {(whole - alone).TotalSeconds:0.00} s | < 2 s |");
        }

        return text.ToString();
    }

    private async Task<TimeSpan> MeasureAsync(int canary)
    {
        using var stage = FleetStage.OfFolders(muxPath, ships, $"{{canary: {canary}, parallel: 4096, wave: 4096, pull_parallel: 4096, max_failures: 10}}");
        await using var standIns = await FleetStage.StartStandInsAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var mux = stage.StartMux();
        try
        {
            var agents = await stage.StartAgentsAsync(folder => new SimulatedShip(folder, FleetStage.JupyterPort, (_, _) => { }, new SimulatedWork(Fetching, Starting)), stop.Token);
            await stage.UntilAsync(fleet => FleetStage.Count(fleet, "available") == ships, stop.Token);
            var clock = Stopwatch.StartNew();
            await stage.DeployAsync(stop.Token);

            // The camp's own target changes when every ship has it and the rollout has succeeded.
            await stage.UntilAsync(fleet => (string?)fleet["tutorials"]?[0]?["digest"] == FleetStage.Digest2, stop.Token);
            clock.Stop();
            await stop.CancelAsync();
            await Task.WhenAll(agents);
            return clock.Elapsed;
        }
        finally
        {
            mux.Kill();
            await mux.WaitForExitAsync(CancellationToken.None);
        }
    }
}
