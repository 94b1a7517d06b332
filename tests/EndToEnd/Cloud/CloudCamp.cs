using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ec2Emulator;
using Ec2Emulator.Cloud;
using Ec2Emulator.Machines;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd.Cloud;

/// <summary>A camp with <c>provider: ec2</c>: the real mux, and instances that boot beside it, each with the real agent and a Docker engine of its own.</summary>
public sealed class CloudCamp : IAsyncLifetime
{
    public const int Ships = 5;
    public const string Code = "harbor-walnut-24";
    private const string Token = "cloud-camp-organizer-token-91c2";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly MachineOptions Machines = new() { Block = IPNetwork.Parse("10.84.0.0/16"), Registry = new Uri($"http://{RunningCamp.Registry}") };

    private readonly string data = Directory.CreateTempSubdirectory("camp-cloud-").FullName;
    private readonly Dictionary<string, string> environment;
    private Process? mux;

    public CloudCamp()
    {
        AttendeeUrl = $"http://127.0.0.1:{FreePort.Take()}";
        ControlPort = FreePort.Take();
        var organizerUrl = $"http://127.0.0.1:{FreePort.Take()}";
        environment = new Dictionary<string, string>
        {
            ["MUX_DATA"] = data,
            ["MUX_ATTENDEE_URL"] = AttendeeUrl,
            ["MUX_ORGANIZER_URL"] = organizerUrl,
            ["MUX_CONTROL_URL"] = $"https://{Gateway}:{ControlPort}",
            ["MUX_ACCESS_CODE"] = Code,
            ["MUX_ORGANIZER_TOKEN"] = Token,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
        };
        Api = new HttpClient { BaseAddress = new Uri(organizerUrl), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
    }

    /// <summary>This machine, as ships see it.</summary>
    internal static string Gateway => Machines.Gateway.ToString();

    internal string AttendeeUrl { get; }

    internal int ControlPort { get; }

    internal HttpClient Api { get; }

    internal Emulator Emulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // The network first: the mux listens on its gateway.
        Emulator = await Emulator.StartAsync(new EmulatorOptions { Machines = Machines, Region = Region.Sample.At(Machines.Block) });
        await File.WriteAllTextAsync(Path.Combine(data, "camp.yaml"), Definition());
        StartMux();
        await RunningCamp.UntilAsync("all ships of the cloud", AllAvailableAsync, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (mux is { HasExited: false })
        {
            mux.Kill();
            await mux.WaitForExitAsync();
        }

        mux?.Dispose();
        Api.Dispose();
        await (Emulator?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(data, recursive: true);
    }

    internal Task<ShellResult> MuxAsync(params string[] arguments) => Shell.RunAsync(Program, arguments, environment, TimeSpan.FromMinutes(10));

    internal async Task<List<JsonNode>> ShipsAsync()
    {
        var answer = await Api.GetFromJsonAsync<JsonNode>("/api/v1/ships");
        return [.. (answer as JsonArray ?? answer!["ships"]!.AsArray()).Select(ship => ship!)];
    }

    internal async Task<JsonNode> ShipOfAsync(string attendee) => (await ShipsAsync()).Single(ship => (string?)ship["attendeeName"] == attendee && (string?)ship["state"] == "running");

    /// <summary>What a shell on that machine says, as root.</summary>
    internal static async Task<string> OnAsync(JsonNode ship, string script) =>
        (await Shell.RunAsync("docker", ["exec", $"{Machines.Name}.{(string)ship["providerId"]!}", "sh", "-c", script], new Dictionary<string, string>(), TimeSpan.FromMinutes(1))).Output.Trim();

    internal async Task<IPage> LogInAsync(IPage page, string name)
    {
        await page.GotoAsync(AttendeeUrl + "/login");
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=code]", Code);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, AttendeeUrl + "/");
        return page;
    }

    private static string Program => Path.Combine(Shell.Repository, "artifacts/bin/mux/mux");

    private string LogFile => Path.Combine(data, "mux.log");

    private async Task<bool> AllAvailableAsync()
    {
        if (mux!.HasExited)
        {
            throw new InvalidOperationException($"the mux ended with {mux.ExitCode}:\n{await File.ReadAllTextAsync(LogFile)}");
        }

        try
        {
            return (await ShipsAsync()).Count(ship => (string?)ship["state"] == "available") == Ships;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void StartMux()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" serve --config \"$1\" >>\"$2\" 2>&1", Program, Path.Combine(data, "camp.yaml"), LogFile]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        mux = Process.Start(start)!;
    }

    private string Definition() => $$"""
        name: cloud
        title: Camp in a cloud
        tutorials:
          - name: first-steps
            title: First steps
            image: {{Gateway}}:{{MachineDoors.RegistryPort}}/risecamp/first-steps:latest
            memory: 1GiB
            cpus: 1
            pids: 256
        fleet: {provider: ec2, ships: {{Ships}}, open_at: 1}
        ec2:
          region: us-east-1
          endpoint: {{Emulator.ServiceUrl}}
          image: ami-0d000000000000012
          placements: [{subnet: subnet-0a000000000000001, type: t3.large}]
          security_groups: [sg-05000000000000001]
          insecure_registries: ["{{Gateway}}:{{MachineDoors.RegistryPort}}"]
          dead_man: 10m
        """;
}
