using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Ec2Emulator;
using Microsoft.Extensions.DependencyInjection;
using Mux.Camp;
using Mux.Preflight;
using Mux.Preflight.Ec2;
using Mux.Preflight.Ec2.ServiceQuotas;
using Mux.Providers.Ec2;
using Mux.Tests.Providers.Ec2;

namespace Mux.Tests.Preflight;

/// <summary>The preflight with AWS's own clients against an emulated account; what is not adjusted fits.</summary>
internal sealed class PreflightRig : IAsyncDisposable
{
    private const string Subnet = "subnet-0a000000000000001";

    private readonly TemporaryFolder folder = new();
    private readonly Emulator emulator;
    private readonly ServiceProvider services;

    private PreflightRig(Emulator emulator, Ec2Definition ec2, int ships, AWSCredentials credentials)
    {
        this.emulator = emulator;
        Camp = new CampDefinition("spring", []) { Ec2 = ec2, Fleet = new FleetDefinition { Provider = "ec2", MaxShips = ships } };
        File.WriteAllText(folder.At("ca.crt"), Ec2Rig.Authority);
        File.WriteAllText(folder.At("agent.tar.gz"), "the agent");
        var settings = new MuxSettings { DataFolder = folder.Path, AccessCode = "code", OrganizerToken = "token", ControlUrl = new Uri("https://10.60.0.4:8443"), AgentArchivePath = folder.At("agent.tar.gz") };
        var config = Ec2Client.ConfigFor(ec2);
        Ec2 = new AmazonEC2Client(credentials, config);
        var identity = new AmazonSecurityTokenServiceClient(credentials, new AmazonSecurityTokenServiceConfig { ServiceURL = emulator.ServiceUrl.ToString(), AuthenticationRegion = ec2.Region, MaxErrorRetry = 0 });
        services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(Camp).AddSingleton<AgentArchive>()
            .AddEc2(ec2)
            .AddSingleton<IAmazonEC2>(Ec2)
            .AddPreflight(Camp)
            .AddSingleton(new AwsAccount(identity, new AmazonServiceQuotasClient(config, emulator.ServiceUrl, ec2.Region, new HttpClient(), credentials)))
            .BuildServiceProvider();
    }

    public CampDefinition Camp { get; }

    /// <summary>For what other people of the account do.</summary>
    public AmazonEC2Client Ec2 { get; }

    public string FolderPath => folder.Path;

    public static async Task<PreflightRig> StartAsync(Func<Ec2Definition, Ec2Definition>? adjust = null, EmulatorOptions? options = null, int ships = 300, AWSCredentials? credentials = null)
    {
        var emulator = await Emulator.StartAsync(options);
        var ec2 = new Ec2Definition("us-east-1", "ami-0d000000000000012", [new Ec2Placement(Subnet, "m6i.large"), new Ec2Placement("subnet-0b000000000000001", "m5.large")])
        {
            Endpoint = emulator.ServiceUrl,
            SecurityGroups = ["sg-05000000000000001"],
            Prices = new Ec2Prices { Hourly = new Dictionary<string, decimal> { ["m6i.large"] = 0.096m }.ToImmutableSortedDictionary(), VolumeGibMonth = 0.08m },
        };
        return new PreflightRig(emulator, adjust?.Invoke(ec2) ?? ec2, ships, credentials ?? new BasicAWSCredentials("key", "secret"));
    }

    public async Task<PreflightReport> RunAsync() => await services.GetRequiredService<PreflightDesk>().RunAsync(CancellationToken.None);

    /// <summary>The one check of this name.</summary>
    public async Task<PreflightCheck> RunAsync(string check) => (await RunAsync()).Checks.Single(one => one.Name == check);

    /// <summary>A machine in the same account; the camp's own when it carries its tag.</summary>
    public Task<RunInstancesResponse> LaunchAsync(string type, int count, string? camp = null) => Ec2.RunInstancesAsync(new RunInstancesRequest
    {
        ImageId = "ami-0d000000000000012", InstanceType = type, SubnetId = Subnet, MinCount = count, MaxCount = count,
        BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 100, VolumeType = VolumeType.Gp3 } }],
        TagSpecifications = camp is null ? null : [.. new[] { ResourceType.Instance, ResourceType.Volume }.Select(kind => new TagSpecification { ResourceType = kind, Tags = [new Tag(Ec2Tags.Camp, camp)] })],
    });

    /// <summary>Calls that changed something in the account.</summary>
    public int Changes => emulator.Read().Lives.Count;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await emulator.DisposeAsync();
        folder.Dispose();
    }
}
