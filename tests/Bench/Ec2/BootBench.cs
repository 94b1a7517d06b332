using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Xml.Linq;
using Bench.Fleet;
using Bench.Login;
using Ec2Emulator;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Mux.Camp;
using Mux.Controller;
using Mux.Fleet;

namespace Bench.Ec2;

/// <summary>
/// What the mux adds to a boot: a real <c>mux serve</c> with the provider <c>ec2</c> over the emulator, whose machines have nothing to do at boot but to call. From the
/// moment that the API accepts a machine until its ship is available, less what the machine itself let pass. Must run where 10.77.0.0/16 is local.
/// </summary>
internal sealed class BootBench(string muxPath, int ships)
{
    private const string Control = "https://10.77.255.254:8443";

    private static readonly TimeSpan ShortestBoot = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBoot = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Accepted, DateTimeOffset Calls)> machines = new(StringComparer.Ordinal);
    private readonly Channel<(string Id, string Address, string Batch)> accepted = Channel.CreateUnbounded<(string, string, string)>();

    /// <returns>Markdown.</returns>
    public async Task<string> RunAsync()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Region = Region.Sample.At(IPNetwork.Parse("10.77.0.0/16")), Faults = FaultPlan.None, Watcher = See });
        await using var standIns = await FleetStage.StartStandInsAsync();
        using var stage = new FleetStage(muxPath, ships, Section(emulator), "ec2", Variables());
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var mux = stage.StartMux();
        var booting = BootAsync(stage.Data, stop.Token);
        try
        {
            await stage.UntilAsync(fleet => FleetStage.Count(fleet, "available") == ships, stop.Token);
            return Table(await stage.ShipsAsync(stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            await booting;
            mux.Kill();
            await mux.WaitForExitAsync(CancellationToken.None);
        }
    }

    private string Table(JsonArray fleet)
    {
        var up = fleet.Where(ship => (string?)ship!["state"] == "available").ToList();
        var added = new Distribution(up.Select(ship => (DateTimeOffset)ship!["stateSince"]! - machines[(string)ship["providerId"]!].Calls));
        var whole = new Distribution(up.Select(ship => (DateTimeOffset)ship!["stateSince"]! - machines[(string)ship["providerId"]!].Accepted));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {ships} machines in the emulated cloud, ordered together, each with {ShortestBoot.TotalSeconds:0} to {LongestBoot.TotalSeconds:0} s from its acceptance by the API until its (simulated) agent first calls; a real mux in a process of its own.

            | | p50 | p99 | worst | wanted |
            |---|---|---|---|---|
            | accepted until available | {whole.Median:0} ms | {whole.At(0.99):0} ms | {whole.Highest:0} ms | |
            | of it the mux, from the agent's first call (enrollment, TLS, spec, report, probe) | {added.Median:0} ms | {added.At(0.99):0} ms | {added.Highest:0} ms | p99 under 2000 ms |
            """);
    }

    // The answer is on its way: from here on the machine is AWS's promise.
    private void See(string operation, string xml)
    {
        if (operation != "RunInstances")
        {
            return;
        }

        foreach (var item in XDocument.Parse(xml).Descendants().Where(element => element.Name.LocalName == "instanceId").Select(element => element.Parent!))
        {
            string Text(string name) => item.Elements().First(element => element.Name.LocalName == name).Value;
            if (machines.TryAdd(Text("instanceId"), (TimeProvider.System.GetUtcNow(), default)))
            {
                accepted.Writer.TryWrite((Text("instanceId"), Text("privateIpAddress"), Text("clientToken")));
            }
        }
    }

    private async Task BootAsync(string data, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        try
        {
            await foreach (var (id, address, batch) in accepted.Reader.ReadAllAsync(cancellationToken))
            {
                running.Add(LiveAsync(data, id, address, batch, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveAsync(string data, string id, string address, string batch, CancellationToken cancellationToken)
    {
        await Task.Delay(ShortestBoot + (Random.Shared.NextDouble() * (LongestBoot - ShortestBoot)), cancellationToken);
        var folder = Directory.CreateDirectory(Path.Combine(data, "machines", id)).FullName;
        var file = new JsonObject { ["instanceId"] = id, ["caFile"] = Path.Combine(data, "ca.crt"), ["controlUrl"] = Control, ["addressBlock"] = address + "/32" };
        await File.WriteAllTextAsync(Path.Combine(folder, "agent.json"), file.ToJsonString(), cancellationToken);
        // What the user data says: the bench knows it as the mux does.
        await File.WriteAllTextAsync(Path.Combine(folder, "enroll.token"), new EnrollmentTokens(Settings(data)).TokenOf(new BatchId(batch)), cancellationToken);
        machines[id] = machines[id] with { Calls = TimeProvider.System.GetUtcNow() };
        await new SimulatedShip(folder, FleetStage.JupyterPort, (_, _) => { }).RunAsync(cancellationToken);
    }

    private static MuxSettings Settings(string data) => new() { DataFolder = data, AccessCode = "", OrganizerToken = "" };

    private static string Section(Emulator emulator) => $$"""
        ec2:
          region: us-east-1
          endpoint: {{emulator.ServiceUrl}}
          image: ami-0d000000000000012
          placements: [{subnet: subnet-0a000000000000001, type: t3.large}]
          security_groups: [sg-05000000000000001]
        """;

    private static Dictionary<string, string> Variables()
    {
        var archive = Path.Combine(Path.GetTempPath(), "bench-agent.tar.gz");
        File.WriteAllText(archive, "nobody fetches it");
        return new() { ["MUX_CONTROL_URL"] = Control, ["MUX_AGENT_ARCHIVE"] = archive, ["AWS_ACCESS_KEY_ID"] = "bench", ["AWS_SECRET_ACCESS_KEY"] = "bench", ["AWS_EC2_METADATA_DISABLED"] = "true" };
    }
}
