using System.Collections.Concurrent;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Model;
using Ec2Emulator.Records;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Region = Ec2Emulator.Cloud.Region;

namespace Ec2Emulator.Tests;

/// <summary>An emulator on a clock that stands still, and AWS's own SDK before it. Every answer is walked strictly against AWS's model; a fault fails the test at its end.</summary>
internal sealed class Sky : IAsyncDisposable
{
    public const string Image = "ami-0d000000000000012";
    public const string SubnetA = "subnet-0a000000000000001";
    public const string SubnetB = "subnet-0b000000000000001";
    public const string Group = "sg-05000000000000001";

    private readonly ConcurrentQueue<string> faults;

    private Sky(Emulator emulator, FakeTimeProvider clock, ConcurrentQueue<string> faults)
    {
        (Emulator, Clock, this.faults) = (emulator, clock, faults);
        Client = ClientOf(emulator);
    }

    public Emulator Emulator { get; }

    public FakeTimeProvider Clock { get; }

    public AmazonEC2Client Client { get; }

    public LedgerPage Ledger => Emulator.Read();

    public static async Task<Sky> StartAsync(FaultPlan? faults = null, Region? region = null, int seed = 1)
    {
        var (clock, found) = (new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)), new ConcurrentQueue<string>());
        var emulator = await Emulator.StartAsync(new EmulatorOptions
        {
            Time = clock,
            Region = region ?? Region.Sample,
            Pace = Pace.Real,
            Seed = seed,
            Faults = faults ?? FaultPlan.None,
            Watcher = (operation, xml) => AnswerCheck.Faults(ServiceModel.Ec2, operation, xml).ToList().ForEach(found.Enqueue),
        });
        return new Sky(emulator, clock, found);
    }

    /// <summary>A client that repeats nothing by itself: each answer shows as it came.</summary>
    public static AmazonEC2Client ClientOf(Emulator emulator) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonEC2Config { ServiceURL = emulator.ServiceUrl.ToString(), AuthenticationRegion = emulator.Region.Name, MaxErrorRetry = 0 });

    public static RunInstancesRequest Request(int count = 1, string subnet = SubnetA, string type = "t3.large") => new()
    {
        ImageId = Image,
        InstanceType = type,
        MinCount = 1,
        MaxCount = count,
        SubnetId = subnet,
        SecurityGroupIds = [Group],
        ClientToken = Guid.NewGuid().ToString(),
        InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
        MetadataOptions = new InstanceMetadataOptionsRequest { HttpTokens = HttpTokensState.Required, HttpPutResponseHopLimit = 1 },
        TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag("camp", "demo")] }, new TagSpecification { ResourceType = ResourceType.Volume, Tags = [new Tag("camp", "demo")] }],
    };

    public async Task<List<string>> LaunchAsync(int count = 1, Action<RunInstancesRequest>? change = null)
    {
        var request = Request(count);
        change?.Invoke(request);
        return [.. (await Client.RunInstancesAsync(request)).Reservation.Instances.Select(instance => instance.InstanceId)];
    }

    public async Task<List<Amazon.EC2.Model.Instance>> DescribeAsync(params string[] ids) =>
        [.. ((await Client.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = ids.Length > 0 ? [.. ids] : null })).Reservations ?? []).SelectMany(reservation => reservation.Instances)];

    public async Task<string> StateOfAsync(string id) => (await DescribeAsync(id)).Single().State.Name.Value;

    /// <summary>The error that the call ends with: its HTTP status and AWS's code.</summary>
    public static async Task<(int Status, string Code, string Message)> RefusalAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<AmazonEC2Exception>(call);
        return ((int)refused.StatusCode, refused.ErrorCode, refused.Message);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
        Assert.Empty(faults);
    }
}
