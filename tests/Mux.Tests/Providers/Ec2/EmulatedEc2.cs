using Ec2Emulator;
using Ec2Emulator.Lies;
using Ec2Emulator.Records;
using Mux.Camp;

namespace Mux.Tests.Providers.Ec2;

/// <summary>The emulator, by AWS's own model of the API, as a test's cloud.</summary>
internal sealed class EmulatedEc2 : ITestCloud, IAsyncDisposable
{
    private readonly Emulator emulator;

    private EmulatedEc2(Emulator emulator) => this.emulator = emulator;

    public HttpMessageHandler Handler { get; } = new SocketsHttpHandler { UseProxy = false };

    public LedgerPage Ledger => emulator.Read();

    public int Launched => Ledger.Lives.Count;

    public Ec2Definition Settings => new("us-east-1", "ami-0d000000000000012", [new Ec2Placement("subnet-0a000000000000001", "t3.large"), new Ec2Placement("subnet-0b000000000000001", "t3.large")])
    {
        Endpoint = emulator.ServiceUrl, SecurityGroups = ["sg-05000000000000001"],
    };

    public static async Task<EmulatedEc2> StartAsync(TimeProvider time, FaultPlan? faults = null, int seed = 1) =>
        new(await Emulator.StartAsync(new EmulatorOptions { Time = time, Faults = faults ?? FaultPlan.None, Seed = seed }, CancellationToken.None));

    public IReadOnlyList<Living> Alive() =>
        [.. Ledger.Lives.Where(life => life.EndedAt is null && life.Tags.GetValueOrDefault("risecamp:camp") == "spring").Select(life => new Living(life.Id, life.LaunchedAt, life.State == "running", life.Tags.GetValueOrDefault("risecamp:fleet", "")))];

    public void Tick()
    {
        // Its clock is the test's: nothing has to be pushed.
    }

    public async ValueTask DisposeAsync()
    {
        Handler.Dispose();
        await emulator.DisposeAsync();
    }
}
