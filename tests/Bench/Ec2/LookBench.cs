using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers;
using Mux.Providers.Ec2;

namespace Bench.Ec2;

/// <summary>
/// One look at a large fleet by the real provider, against the emulator over HTTP: described, page by page, and compared with as many ships by every planner.
/// </summary>
internal sealed class LookBench(int instances) : IAsyncDisposable
{
    private const int Batch = 100;
    private const int Rounds = 5;

    private static readonly Ec2Definition Settings = new("us-east-1", "ami-0d000000000000012", [new Ec2Placement("subnet-0a000000000000001", "t3.large")]) { SecurityGroups = ["sg-05000000000000001"] };
    private static readonly string[] Subnets = ["subnet-0a000000000000001", "subnet-0b000000000000001", "subnet-0c000000000000001"];

    private EmulatorProcess? emulator;

    public async Task<string> RunAsync()
    {
        emulator = await EmulatorProcess.StartAsync();
        await emulator.LiftQuotasAsync();
        await using var services = Services(Settings with { Endpoint = emulator.Url });
        await LaunchAsync(services.GetRequiredService<IAmazonEC2>());
        var provider = services.GetRequiredService<IShipProvider>();
        var start = Memory("VmRSS");
        var fleet = Fleet(await provider.ListAsync(CancellationToken.None));
        var rounds = new List<(double Look, double Plan)>();
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add(await RoundAsync(provider, fleet));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            One look at {instances} instances by the provider `ec2` (AWSSDK.EC2, pages of 1,000, HTTP on loopback, the emulator in a process of its own), and the comparison with {instances} ships by all planners; median and worst of {Rounds}.

            | | median | worst | wanted |
            |---|---|---|---|
            | described | {Median(rounds, round => round.Look):0.00} s | {rounds.Max(round => round.Look):0.00} s | |
            | compared | {Median(rounds, round => round.Plan) * 1000:0} ms | {rounds.Max(round => round.Plan) * 1000:0} ms | |
            | both | {Median(rounds, round => round.Look + round.Plan):0.00} s | {rounds.Max(round => round.Look + round.Plan):0.00} s | under 5 s |

            Resident memory of the process that looks: {start:0} MB before the first look, at most {Memory("VmHWM"):0} MB (wanted: under 300 MB).
            """);
    }

    public ValueTask DisposeAsync() => emulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<(double Look, double Plan)> RoundAsync(IShipProvider provider, FleetSnapshot fleet)
    {
        var watch = Stopwatch.StartNew();
        var machines = await provider.ListAsync(CancellationToken.None);
        var look = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var now = TimeProvider.System.GetUtcNow();
        var seen = fleet with { Look = new MachineLook(now, machines) };
        var goals = new FleetGoals(1000, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), ["intro"]);
        var actions = FleetPlanner.Decide(seen, goals, MachinePlanner.Alive(seen, TimeSpan.FromMinutes(10), now), now).Length
            + MachinePlanner.Decide(seen).Length + LaunchPlanner.Decide(seen, provider.Traits.Launch, now).Length + Sweep.Strays(seen, 50, now).Length;
        return actions == 0 ? (look, watch.Elapsed.TotalSeconds) : throw new InvalidOperationException($"{actions} things were to be done about a fleet that is as it should be");
    }

    private async Task LaunchAsync(IAmazonEC2 ec2)
    {
        for (var i = 0; i * Batch < instances; i++)
        {
            var tags = new List<Tag> { new(Ec2Tags.Camp, "bench"), new(Ec2Tags.Batch, $"b-{i}"), new(Ec2Tags.Name, "bench") };
            await ec2.RunInstancesAsync(new RunInstancesRequest
            {
                ImageId = Settings.Image, InstanceType = "t3.large", SubnetId = Subnets[i % Subnets.Length], SecurityGroupIds = [.. Settings.SecurityGroups], MinCount = Batch, MaxCount = Batch,
                TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = tags }],
            });
        }
    }

    private static FleetSnapshot Fleet(ImmutableArray<Machine> machines)
    {
        var now = TimeProvider.System.GetUtcNow();
        return FleetSnapshot.Empty with
        {
            Camp = "bench",
            Goal = machines.Length,
            Ships = machines.Select(machine => new Ship(ShipId.New(), HomeId.New(), now)
            {
                State = ShipState.Available, ProviderId = machine.ProviderId, Block = machine.Block, MachineType = machine.Type, MachineSince = now, Vitals = ShipVitals.None with { Link = ShipLink.Connected, LinkSince = now },
            }).ToImmutableDictionary(ship => ship.Id),
        };
    }

    private static ServiceProvider Services(Ec2Definition ec2)
    {
        var settings = new MuxSettings { DataFolder = Path.GetTempPath(), AccessCode = "", OrganizerToken = "" };
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton<AgentArchive>()
            .AddSingleton(new CampDefinition("bench", []) { Ec2 = ec2 }).AddEc2(ec2)
            .AddSingleton<IAmazonEC2>(new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), Ec2Client.ConfigFor(ec2)))
            .BuildServiceProvider();
    }

    private static double Median(List<(double Look, double Plan)> rounds, Func<(double Look, double Plan), double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private static double Memory(string field) =>
        double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', '\t').First(word => word.Length > 0 && char.IsAsciiDigit(word[0])), CultureInfo.InvariantCulture) * 1024 / 1e6;
}
