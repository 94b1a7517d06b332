using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Contracts.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Fleet;

/// <summary>
/// A thousand simulated agents over the real wire against a real <c>mux serve</c> of its own process: what they cost the mux, how fast an order
/// reaches all, how fast the mux is back after a kill. Must run where 10.77.0.0/16 is local (ops/bench makes a network namespace for it).
/// </summary>
internal sealed class FleetBench(string muxPath, int ships) : IDisposable
{
    private const string Organizer = "http://127.0.0.1:8081";
    private const string Token = "bench-organizer-token-0123456789";
    private const string Digest1 = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Digest2 = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    private static readonly TimeSpan SteadyFor = TimeSpan.FromSeconds(30);

    private readonly string data = Directory.CreateTempSubdirectory("mux-bench-").FullName;
    private readonly ConcurrentDictionary<string, long> arrivals = new(StringComparer.Ordinal);
    private readonly HttpClient http = new() { BaseAddress = new Uri(Organizer), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    public void Dispose() => http.Dispose();

    /// <returns>A Markdown table.</returns>
    public async Task<string> RunAsync()
    {
        await using var standIns = await StartStandInsAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        var started = Stopwatch.StartNew();
        using var first = StartMux();
        var agents = await StartAgentsAsync(stop.Token);
        await UntilAsync(fleet => Count(fleet, "available") == ships, stop.Token);
        var warm = started.Elapsed;

        var steady = await MeasureAsync(first, stop.Token);
        var deploy = await DeployAsync(stop.Token);

        first.Kill();
        await first.WaitForExitAsync(stop.Token);
        var restart = Stopwatch.StartNew();
        using var second = StartMux();
        await UntilAsync(_ => true, stop.Token);
        var back = restart.Elapsed;
        await UntilAsync(fleet => Count(fleet, "available") == ships, stop.Token);
        var whole = restart.Elapsed;
        second.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(agents);
        Directory.Delete(data, recursive: true);
        return Table(warm, steady, deploy, back, whole);
    }

    private string Table(TimeSpan warm, (double Cpu, double Megabytes) steady, double[] deploy, TimeSpan back, TimeSpan whole)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| {ships} simulated ships, one mux | measured | target |").AppendLine("|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| CPU of the mux, each ship reporting every 5 s, over {SteadyFor.TotalSeconds:0} s | {steady.Cpu:0.0} % of one core | < 10 % |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory of the mux | {steady.Megabytes:0} MB | < 200 MB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| deploy order at the ship: p50 / p99 / last | {deploy[deploy.Length / 2]:0} / {deploy[(int)(deploy.Length * 0.99)]:0} / {deploy[^1]:0} ms | p99 < 1000 ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| mux ready after kill -9, {ships} ships stored | {back.TotalMilliseconds:0} ms | < 2000 ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| all streams back after kill -9 | {whole.TotalSeconds:0.0} s | – |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| empty camp to {ships} ships available (enrollment, TLS, probes) | {warm.TotalSeconds:0.0} s | – |");
        return text.ToString();
    }

    private Process StartMux()
    {
        var camp = Path.Combine(data, "camp.yaml");
        File.WriteAllText(camp, $$"""
            name: bench
            tutorials: [{name: t1, image: 127.0.0.1:5999/bench/t1:latest}]
            fleet: {ships: {{ships}}, max_ships: {{ships}}, max_booting: {{ships}}, open_at: 1}
            rollout: {canary: 0, parallel: 4096, max_failures: 10}
            local: {agents: external}
            """);
        var start = new ProcessStartInfo(muxPath, ["serve", "--config", camp]) { RedirectStandardOutput = true };
        start.Environment["MUX_DATA"] = data;
        start.Environment["MUX_ORGANIZER_TOKEN"] = Token;
        start.Environment["MUX_ACCESS_CODE"] = "bench-code";
        var mux = Process.Start(start)!;
        mux.OutputDataReceived += (_, _) => { };
        mux.BeginOutputReadLine();
        return mux;
    }

    private async Task<Task[]> StartAgentsAsync(CancellationToken cancellationToken)
    {
        var root = Path.Combine(data, "ships");
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!Directory.Exists(root) || Directory.GetFiles(root, "agent.json", SearchOption.AllDirectories).Length < ships)
        {
            await poll.WaitForNextTickAsync(cancellationToken);
        }

        return [.. Directory.GetDirectories(root).Select(folder => new SimulatedShip(folder, 8888, Arrived).RunAsync(cancellationToken))];
    }

    private void Arrived(string ship, DesiredSpec spec)
    {
        if (spec.Tutorials.Any(tutorial => tutorial.Image.EndsWith(Digest2, StringComparison.Ordinal)))
        {
            arrivals.TryAdd(ship, Stopwatch.GetTimestamp());
        }
    }

    private async Task<double[]> DeployAsync(CancellationToken cancellationToken)
    {
        var ordered = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync("/api/v1/rollouts", new { tutorial = "t1", image = $"127.0.0.1:5999/bench/t1@{Digest2}" }, cancellationToken);
        response.EnsureSuccessStatusCode();
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

    private async Task UntilAsync(Func<JsonNode, bool> condition, CancellationToken cancellationToken)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (await poll.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (condition((await http.GetFromJsonAsync<JsonNode>("/api/v1/fleet", cancellationToken))!))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
        }
    }

    private static int Count(JsonNode fleet, string state) => (int?)fleet["ships"]?[state] ?? 0;

    // A registry that knows two digests, and Jupyters that answer the probe.
    private static async Task<WebApplication> StartStandInsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 5999);
            kestrel.Listen(IPAddress.Any, 8888);
        });
        var app = builder.Build();
        app.MapMethods("/v2/bench/t1/manifests/{reference}", ["HEAD"], (string reference, HttpContext http) =>
        {
            http.Response.Headers["Docker-Content-Digest"] = reference == "latest" ? Digest1 : reference;
            return Results.Ok();
        });
        app.MapGet("/camp/t1/api/status", () => Results.Json(new { started = "", last_activity = "", connections = 0, kernels = 1 }));
        app.MapGet("/camp/t1/api/kernels", () => Results.Json(Array.Empty<string>()));
        await app.StartAsync();
        return app;
    }
}
