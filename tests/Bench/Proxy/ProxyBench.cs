using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bench.Proxy;

/// <summary>
/// The mux beside bare YARP, JupyterHub's proxy and nginx: same upstream, same load, rounds interleaved. Must run where 10.77.0.0/16 is local
/// (ops/bench makes a network namespace for it).
/// </summary>
internal sealed class ProxyBench(int rounds, int seconds, string nodeModules)
{
    private const string ShipAddress = "10.77.0.17";
    private const int ShipPort = 8888;
    private const int WarmSlice = 4;
    private const int WarmRequests = 250_000;
    private static readonly TimeSpan WarmAtMost = TimeSpan.FromSeconds(60);
    private static readonly string Ship = string.Create(CultureInfo.InvariantCulture, $"http://{ShipAddress}:{ShipPort}");

    /// <returns>Two Markdown tables.</returns>
    public async Task<string> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mux-bench-").FullName;
        using var upstream = Peers.Upstream("0.0.0.0", ShipPort);
        await using var mux = new MuxUnderTest(folder);
        List<Contender> contenders = [];
        try
        {
            var ours = await mux.StartAsync(ShipPort);
            contenders.Add(ours);
            contenders.Add(Peers.Yarp(8101, Ship, ours.Headers, inline: false));
            contenders.Add(Peers.Yarp(8102, Ship, ours.Headers, inline: true));
            contenders.Add(Peers.Chp(8103, Ship, ours.Headers, nodeModules));
            contenders.Add(Peers.Nginx(8104, Ship, ours.Headers, folder));
            var gets = await MeasureAsync(contenders, GetLoad.RunAsync);
            var echoes = await MeasureAsync(contenders, EchoLoad.RunAsync);
            return Table("1 KB GET, 64 connections, logged in", "requests/s", contenders, gets) + "\n" + Table("WebSocket echo of 64 bytes, 50 connections", "round trips/s", contenders, echoes)
                + "\n" + Verdicts(contenders, gets, echoes);
        }
        finally
        {
            contenders.ForEach(contender => contender.Process.Kill(entireProcessTree: true));
            upstream.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Figures[]> MeasureAsync(List<Contender> contenders, Func<Contender, int, Task<Figure>> load)
    {
        var all = contenders.Select(_ => new Figures()).ToArray();
        foreach (var contender in contenders)
        {
            await WarmAsync(contender, load);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                var figure = await load(contenders[i], seconds);
                all[i].Add(figure);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{contenders[i].Name,-26} {figure.PerSecond,9:0}/s {figure.MicrosecondsEach,6:0.0} µs p99 {figure.P99:0.00} ms"));
            }
        }

        return all;
    }

    // The just-in-time compiler counts calls, not seconds, and has its second thoughts late when it shares its cores.
    private static async Task WarmAsync(Contender contender, Func<Contender, int, Task<Figure>> load)
    {
        await ListeningAsync(contender, load);
        var since = Stopwatch.GetTimestamp();
        for (var done = 0.0; done < WarmRequests && Stopwatch.GetElapsedTime(since) < WarmAtMost;)
        {
            var slice = await load(contender, WarmSlice);
            done += slice.PerSecond * slice.Seconds;
        }
    }

    private static async Task ListeningAsync(Contender contender, Func<Contender, int, Task<Figure>> load)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await load(contender, 1);
                return;
            }
            catch (Exception exception) when (attempt < 30 && exception is System.Net.Sockets.SocketException or InvalidOperationException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300));
            }
        }
    }

    private static string Table(string title, string unit, List<Contender> contenders, Figures[] figures)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {title} | {unit} (least to most) | p50 ms | p99 ms | CPU of the proxy, each | mux : it |").AppendLine("|---|---|---|---|---|---|");
        for (var i = 0; i < contenders.Count; i++)
        {
            var it = figures[i];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contenders[i].Name} | {it.Median(f => f.PerSecond):0} ({it.Least:0} to {it.Most:0}) | {it.Median(f => f.P50):0.00} | {it.Median(f => f.P99):0.00} | {it.Median(f => f.MicrosecondsEach):0.0} µs | {Ratio(figures[0], it):0.00} |");
        }

        return text.ToString();
    }

    private static string Verdicts(List<Contender> contenders, Figures[] gets, Figures[] echoes)
    {
        var yarp = contenders.FindIndex(contender => contender.Name == "bare YARP");
        var chp = contenders.FindIndex(contender => contender.Name.StartsWith("configurable", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"""
            | target | measured | |
            |---|---|---|
            | GET at least 0.9 of bare YARP | {Ratio(gets[0], gets[yarp]):0.00} | {Met(Ratio(gets[0], gets[yarp]) >= 0.9)} |
            | GET at least 5 times configurable-http-proxy | {Ratio(gets[0], gets[chp]):0.00} | {Met(Ratio(gets[0], gets[chp]) >= 5)} |
            | WebSocket ahead of configurable-http-proxy | {Ratio(echoes[0], echoes[chp]):0.00} | {Met(Ratio(echoes[0], echoes[chp]) > 1)} |

            """);
    }

    private static double Ratio(Figures ours, Figures theirs) => ours.Median(f => f.PerSecond) / theirs.Median(f => f.PerSecond);

    private static string Met(bool met) => met ? "met" : "**missed**";
}
