using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.EC2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers;
using Mux.Providers.Ec2;

namespace Mux.Tests.Providers.Ec2;

/// <summary>The real provider with AWS's real client, over HTTP that a script answers. Waits are over as soon as they begin.</summary>
internal sealed class Ec2Rig : IDisposable
{
    public static readonly FleetId Fleet = new("f-2222222222222222");
    public const string Token = "canary-enrollment-token-of-the-tests-0123456789";
    public static readonly Ec2Definition Settings = new("eu-central-1", "ami-1", [new Ec2Placement("subnet-a", "t3.large"), new Ec2Placement("subnet-b", "m7i.large")])
    {
        SecurityGroups = ["sg-1", "sg-2"],
    };

    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;

    public Ec2Rig(Func<Ec2Definition, Ec2Definition>? adjust = null, bool agent = true)
    {
        Cloud = new ScriptedEc2(Time);
        File.WriteAllText(Path.Combine(folder.Path, "ca.crt"), Authority);
        var archive = Path.Combine(folder.Path, "agent.tar.gz");
        if (agent)
        {
            File.WriteAllText(archive, "the agent");
        }

        var settings = new MuxSettings { DataFolder = folder.Path, AccessCode = "code", OrganizerToken = "token", ControlUrl = new Uri("https://10.0.0.5:8443"), AgentArchivePath = archive };
        var ec2 = adjust?.Invoke(Settings) ?? Settings;
        var config = Ec2Client.ConfigFor(ec2);
        config.HttpClientFactory = new Factory(Cloud);
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time).AddSingleton(settings).AddSingleton<AgentArchive>()
            .AddSingleton(new CampDefinition("spring", []) { Ec2 = ec2 })
            .AddEc2(ec2)
            .AddSingleton<IAmazonEC2>(new AmazonEC2Client(new BasicAWSCredentials("key", "secret"), config))
            .BuildServiceProvider();
        Provider = services.GetRequiredService<IShipProvider>();
    }

    public HastyTime Time { get; } = new();

    public ScriptedEc2 Cloud { get; }

    public IShipProvider Provider { get; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public LaunchBatch Batch(int ships, int placement = 0, string id = "b-1") =>
        new(new BatchId(id), [.. Enumerable.Range(0, ships).Select(i => new ShipId($"s-{i:d10}"))], Settings.Placements[placement].ToString(), Provider.ParametersFor(Settings.Placements[placement].ToString(), Fleet), Time.GetUtcNow());

    public Task<LaunchAnswer> LaunchAsync(LaunchBatch batch) => Provider.LaunchAsync(new LaunchRequest(batch, Token), CancellationToken.None);

    public async Task<ImmutableArray<Machine>> ListAsync() => await Provider.ListAsync(CancellationToken.None);

    public async Task<bool> EndAsync(string id) => (await Provider.TerminateAsync([new MachineEnd(null, id, false)], CancellationToken.None)).Single();

    public void Dispose()
    {
        services.Dispose();
        Cloud.Dispose();
        folder.Dispose();
    }

    public static string Authority { get; } = MakeAuthority();

    private static string MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=camp", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.ExportCertificatePem();
    }

    internal sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}

/// <summary>A clock on which a wait of up to ten seconds is over at once, and moves the clock by as much; longer ones, time limits, never end.</summary>
internal sealed class HastyTime : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan time)
    {
        lock (gate)
        {
            now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var hasty = dueTime >= TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(10);
        if (hasty)
        {
            Advance(dueTime);
        }

        return System.CreateTimer(callback, state, hasty ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
