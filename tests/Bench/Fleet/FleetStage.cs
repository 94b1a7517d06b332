using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Fleet;

/// <summary>A real <c>mux serve</c> of its own process, a registry that knows two digests, and simulated ships. Must run where 10.77.0.0/16 is local (ops/bench makes a network namespace for it).</summary>
/// <param name="provider">All of its <c>camp.yaml</c> but name, tutorials and <c>fleet</c>.</param>
/// <param name="kind">The provider's name.</param>
/// <param name="environment">More variables for the mux.</param>
internal sealed class FleetStage(string muxPath, int ships, string provider, string kind = "local", IReadOnlyDictionary<string, string>? environment = null) : IDisposable
{
    public const string Digest2 = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
    public const int JupyterPort = 8888;
    private const string Organizer = "http://127.0.0.1:8081";
    private const string Token = "bench-organizer-token-0123456789";
    private const string Digest1 = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    /// <summary>Of a camp whose ships are folders of this machine, each with an agent of ours.</summary>
    public static FleetStage OfFolders(string muxPath, int ships, string rollout) => new(muxPath, ships, $"rollout: {rollout}\nlocal: {{agents: external}}");

    private readonly string data = Directory.CreateTempSubdirectory("mux-bench-").FullName;
    private readonly HttpClient http = new() { BaseAddress = new Uri(Organizer), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    /// <summary>The mux's <c>MUX_DATA</c>.</summary>
    public string Data => data;

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(data, recursive: true);
    }

    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("/api/v1/rollouts", new { tutorial = "t1", image = $"127.0.0.1:5999/bench/t1@{Digest2}" }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public Process StartMux()
    {
        var camp = Path.Combine(data, "camp.yaml");
        File.WriteAllText(camp, $$"""
            name: bench
            tutorials: [{name: t1, image: 127.0.0.1:5999/bench/t1:latest}]
            fleet: {provider: {{kind}}, ships: {{ships}}, max_ships: {{ships}}, max_booting: {{ships}}, open_at: 1}
            {{provider}}
            """);
        var start = new ProcessStartInfo(muxPath, ["serve", "--config", camp]) { RedirectStandardOutput = true };
        start.Environment["MUX_DATA"] = data;
        start.Environment["MUX_ORGANIZER_TOKEN"] = Token;
        start.Environment["MUX_ACCESS_CODE"] = "bench-code";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var mux = Process.Start(start)!;
        mux.OutputDataReceived += (_, _) => { };
        mux.BeginOutputReadLine();
        return mux;
    }

    public async Task<JsonArray> ShipsAsync(CancellationToken cancellationToken) => (await http.GetFromJsonAsync<JsonArray>("/api/v1/ships", cancellationToken))!;

    public async Task<Task[]> StartAgentsAsync(Func<string, SimulatedShip> make, CancellationToken cancellationToken)
    {
        var root = Path.Combine(data, "ships");
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!Directory.Exists(root) || Directory.GetFiles(root, "agent.json", SearchOption.AllDirectories).Length < ships)
        {
            await poll.WaitForNextTickAsync(cancellationToken);
        }

        return [.. Directory.GetDirectories(root).Select(folder => make(folder).RunAsync(cancellationToken))];
    }

    public async Task UntilAsync(Func<JsonNode, bool> condition, CancellationToken cancellationToken)
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

    public static int Count(JsonNode fleet, string state) => (int?)fleet["ships"]?[state] ?? 0;

    // A registry that knows two digests, and Jupyters that answer the probe.
    public static async Task<WebApplication> StartStandInsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 5999);
            kestrel.Listen(IPAddress.Any, JupyterPort);
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
