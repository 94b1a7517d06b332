using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bench.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Waiting;

/// <summary>A real <c>mux serve</c> of its own process with simulated ships over the real control channel; ships that it orders later come up too.</summary>
internal sealed class SimulatedCamp : IAsyncDisposable
{
    public const string AccessCode = "bench-code";
    public const string Attendee = "http://127.0.0.1:8080";

    private const string Organizer = "http://127.0.0.1:8081";
    private const string Token = "bench-organizer-token-0123456789";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private readonly string data = Directory.CreateTempSubdirectory("mux-bench-").FullName;
    private readonly HttpClient api = new() { BaseAddress = new Uri(Organizer + "/api/v1/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
    private readonly CancellationTokenSource stop = new(TimeSpan.FromMinutes(15));
    private readonly Dictionary<string, Task> agents = new(StringComparer.Ordinal);
    private readonly WebApplication standIns;
    private readonly Process mux;
    private readonly Task boarding;

    private SimulatedCamp(string muxPath, int ships, int maxShips, WebApplication standIns)
    {
        this.standIns = standIns;
        mux = StartMux(muxPath, ships, maxShips);
        boarding = BoardAsync();
    }

    public static async Task<SimulatedCamp> StartAsync(string muxPath, int ships, int maxShips)
    {
        var camp = new SimulatedCamp(muxPath, ships, maxShips, await StartStandInsAsync());
        await camp.UntilAsync(fleet => Count(fleet, "available") == ships);
        return camp;
    }

    /// <summary>Of the mux, so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            mux.Refresh();
            return mux.TotalProcessorTime;
        }
    }

    public async Task SetGoalAsync(int ships) => (await api.PutAsJsonAsync("fleet/goal", new { ships }, stop.Token)).EnsureSuccessStatusCode();

    public async Task SetDoorsAsync(bool open) => (await api.PutAsJsonAsync("doors", new { open }, stop.Token)).EnsureSuccessStatusCode();

    public async Task<JsonNode> AttendeesAsync() => (await api.GetFromJsonAsync<JsonNode>("attendees", stop.Token))!;

    /// <summary>As an organizer's browser that reads a page.</summary>
    public static HttpClient OrganizerPages() => new() { BaseAddress = new Uri(Organizer), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    public async Task UntilAsync(Func<JsonNode, bool> so)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await poll.WaitForNextTickAsync(stop.Token))
        {
            try
            {
                if (so((await api.GetFromJsonAsync<JsonNode>("fleet", stop.Token))!))
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

    public static int Count(JsonNode fleet, string state) => (int?)fleet["ships"]?[state] ?? 0;

    public async ValueTask DisposeAsync()
    {
        mux.Kill();
        await mux.WaitForExitAsync();
        await stop.CancelAsync();
        await Task.WhenAll(agents.Values.Append(boarding)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await standIns.DisposeAsync();
        mux.Dispose();
        api.Dispose();
        stop.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private Process StartMux(string muxPath, int ships, int maxShips)
    {
        var camp = Path.Combine(data, "camp.yaml");
        File.WriteAllText(camp, string.Create(CultureInfo.InvariantCulture, $$"""
            name: bench
            tutorials: [{name: t1, image: 127.0.0.1:5999/bench/t1:latest}]
            fleet: {ships: {{ships}}, max_ships: {{maxShips}}, max_booting: {{maxShips}}, open_at: 1}
            local: {agents: external}
            """));
        var start = new ProcessStartInfo(muxPath, ["serve", "--config", camp]) { RedirectStandardOutput = true };
        start.Environment["MUX_DATA"] = data;
        start.Environment["MUX_ORGANIZER_TOKEN"] = Token;
        start.Environment["MUX_ACCESS_CODE"] = AccessCode;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    // Each ship's folder appears when it is launched.
    private async Task BoardAsync()
    {
        var root = Path.Combine(data, "ships");
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await poll.WaitForNextTickAsync(stop.Token))
        {
            foreach (var folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            {
                if (!agents.ContainsKey(folder) && File.Exists(Path.Combine(folder, "agent.json")) && File.Exists(Path.Combine(folder, "enroll.token")))
                {
                    agents[folder] = new SimulatedShip(folder, 8888, (_, _) => { }).RunAsync(stop.Token);
                }
            }
        }
    }

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
        app.MapMethods("/v2/bench/t1/manifests/{reference}", ["HEAD"], (HttpContext http) => http.Response.Headers["Docker-Content-Digest"] = Digest);
        app.MapGet("/camp/t1/api/status", () => Results.Json(new { started = "", last_activity = "", connections = 0, kernels = 1 }));
        app.MapGet("/camp/t1/api/kernels", () => Results.Json(Array.Empty<string>()));
        await app.StartAsync();
        return app;
    }
}
