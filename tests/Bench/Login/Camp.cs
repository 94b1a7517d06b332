using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Bench.Login;

/// <summary>A camp of real ships as <c>ops/up</c> starts it, with a data folder, a name, ports and a subnet of its own.</summary>
internal sealed class Camp : IAsyncDisposable
{
    public const string Code = "bench-walnut-harbor";
    private const string Token = "bench-organizer-token-0123456789";
    private readonly string data = Directory.CreateTempSubdirectory("camp-bench-").FullName;
    private readonly Dictionary<string, string> environment;
    private readonly int ships;
    private readonly HttpClient api;
    private readonly IDisposable interrupted;

    private Camp(int ships)
    {
        this.ships = ships;
        int[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        Site = new Uri($"http://127.0.0.1:{ports[0]}");
        environment = new Dictionary<string, string>
        {
            ["MUX_DATA"] = data,
            ["MUX_ATTENDEE_URL"] = Site.GetLeftPart(UriPartial.Authority),
            ["MUX_ORGANIZER_URL"] = $"http://127.0.0.1:{ports[1]}",
            ["MUX_CONTROL_URL"] = $"https://127.0.0.1:{ports[2]}",
            ["MUX_ACCESS_CODE"] = Code,
            ["MUX_ORGANIZER_TOKEN"] = Token,
        };
        api = new HttpClient { BaseAddress = new Uri(environment["MUX_ORGANIZER_URL"]), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        interrupted = Interruption.Before(DownAsync);
    }

    public Uri Site { get; }

    /// <summary>Returns when all ships are available.</summary>
    public static async Task<Camp> StartAsync(int ships)
    {
        var camp = new Camp(ships);
        try
        {
            await camp.UpAsync();
            return camp;
        }
        catch
        {
            await camp.DisposeAsync();
            throw;
        }
    }

    /// <summary>By the name of the attendee whose ship it is.</summary>
    public async Task<Dictionary<string, Ship>> ShipsAsync()
    {
        using var answer = await api.GetAsync("/api/v1/ships");
        var list = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        var owners = ((list as JsonArray) ?? list["ships"]!.AsArray()).Where(ship => ship!["attendeeName"] is not null).ToDictionary(ship => (string)ship!["id"]!, ship => (string)ship!["attendeeName"]!);
        return (await ContainersAsync()).Where(ship => owners.ContainsKey(ship.Id)).ToDictionary(ship => owners[ship.Id]);
    }

    /// <summary>The Linux interface that all ships are behind.</summary>
    public static async Task<string> InterfaceAsync()
    {
        var network = await Command.RunAsync("docker", ["network", "inspect", "-f", "{{.Id}}", "camp-bench"]);
        return $"br-{network.AsSpan(0, 12)}";
    }

    public ResidentMemory Mux() => ResidentMemory.Of(Path.Combine(data, "mux.pid"));

    public ResidentMemory[] Agents() => [.. Directory.GetFiles(Path.Combine(data, "ships"), "agent.pid", SearchOption.AllDirectories).Select(ResidentMemory.Of)];

    public async ValueTask DisposeAsync()
    {
        interrupted.Dispose();
        api.Dispose();
        await DownAsync();
    }

    private async Task DownAsync()
    {
        await Command.RunAsync(Path.Combine(Command.Repository, "ops", "down"), ["--purge"], environment);
        Directory.Delete(data, recursive: true);
    }

    private async Task UpAsync()
    {
        var registry = Environment.GetEnvironmentVariable("MUX_REGISTRY") is { Length: > 0 } own ? own : "127.0.0.1:5000";
        await File.WriteAllTextAsync(Path.Combine(data, "camp.yaml"), $$"""
            name: bench
            tutorials:
              - {name: first-steps, image: "{{registry}}/risecamp/first-steps:latest", memory: 512MiB, datasets: [penguins]}
            datasets: [{name: penguins, path: {{Path.Combine(Command.Repository, "images", "datasets", "penguins")}}}]
            fleet: {ships: {{ships}}, max_ships: {{ships}}, max_booting: 3, open_at: 1}
            local: {subnet: 10.80.0.0/16}
            """);
        await Command.RunAsync(Path.Combine(Command.Repository, "ops", "up"), ["--ships", ships.ToString(CultureInfo.InvariantCulture), "--detach"], environment);
    }

    private static async Task<IEnumerable<Ship>> ContainersAsync()
    {
        var ids = (await Command.RunAsync("docker", ["ps", "-q", "--filter", "label=risecamp.camp=bench"])).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var containers = JsonNode.Parse(await Command.RunAsync("docker", ["inspect", .. ids]))!.AsArray();
        return containers.Select(container => new Ship(
            (string)container!["Config"]!["Labels"]!["risecamp.ship"]!,
            (string)container["NetworkSettings"]!["Networks"]!["camp-bench"]!["IPAddress"]!,
            container["Config"]!["Env"]!.AsArray().Select(line => (string)line!).First(line => line.StartsWith("JUPYTER_TOKEN=", StringComparison.Ordinal))["JUPYTER_TOKEN=".Length..]));
    }
}
