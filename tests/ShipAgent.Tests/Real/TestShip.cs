using System.Globalization;
using Contracts.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ShipAgent.Containers;
using ShipAgent.Docker;
using ShipAgent.Machine;
using ShipAgent.Settings;
using ShipAgent.Tests.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

/// <summary>A whole agent on the real engine, told what to do through its spec store; the mux is not there.</summary>
internal sealed class TestShip : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static int _blocks;

    private readonly AgentSettings _settings;
    private readonly DirectoryInfo _folder;
    private readonly CloudMachine? _machine;
    private readonly IHost _host;
    private ulong _generation;
    private bool _replaced;

    private TestShip(AgentSettings settings, DirectoryInfo folder, CloudMachine? machine, ulong generation)
    {
        (_settings, _folder, _machine, _generation) = (settings, folder, machine, generation);
        _host = AgentHost.Build(settings, new AgentFolder(folder.FullName), machine);
    }

    /// <summary>0: homes stay where they are.</summary>
    public uint CopyHomesSeconds { get; set; }

    public ShipBoard Board => _host.Services.GetRequiredService<ShipBoard>();

    public ContainerCalls Containers => _host.Services.GetRequiredService<ContainerCalls>();

    public IReadOnlyList<string> Filter => new ShipIdentity(_settings.Camp, _machine?.InstanceId ?? _settings.ShipId).Filter;

    /// <param name="docker">The engine.</param>
    /// <param name="socket">Another way to the engine.</param>
    /// <param name="mux">A mux to enroll with; null: there is none.</param>
    /// <param name="machine">A machine of a cloud that the ship has for itself; null: it shares this one.</param>
    public static async Task<TestShip> StartAsync(RealDocker docker, string? socket = null, FakeMux? mux = null, CloudMachine? machine = null)
    {
        var number = Interlocked.Increment(ref _blocks);
        var folder = Directory.CreateTempSubdirectory("ship-");
        var settings = new AgentSettings
        {
            ShipId = $"ship-{number.ToString(CultureInfo.InvariantCulture)}",
            Camp = docker.Camp,
            ControlUrl = mux?.Url ?? "https://127.0.0.1:1",
            Network = docker.Network,
            AddressBlock = RealDocker.BlockOf(number),
            DockerSocket = socket ?? "/var/run/docker.sock",
        };
        if (mux is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ca.crt"), mux.Authority.Certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "enroll.token"), FakeMux.Token);
        }
        var ship = new TestShip(settings, folder, machine, 0);
        await ship._host.StartAsync();
        return ship;
    }

    /// <summary>The next agent of the same ship: this one is gone as by a kill, without a word to its containers.</summary>
    public async Task<TestShip> StartAgainAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _replaced = true;
        var next = new TestShip(_settings, _folder, _machine, _generation) { CopyHomesSeconds = CopyHomesSeconds };
        await next._host.StartAsync();
        return next;
    }

    public void Want(params TutorialSpec[] tutorials) =>
        _host.Services.GetRequiredService<SpecStore>().Offer(new DesiredSpec
        {
            Generation = ++_generation,
            ReportIntervalSeconds = 1,
            CopyHomesSeconds = CopyHomesSeconds,
            Tutorials = { tutorials },
        });

    public void WantPrefetched(string[] prefetch, string[] retire, params TutorialSpec[] tutorials) =>
        _host.Services.GetRequiredService<SpecStore>().Offer(new DesiredSpec
        {
            Generation = ++_generation, ReportIntervalSeconds = 1, Tutorials = { tutorials }, Prefetch = { prefetch }, Retire = { retire },
        });

    /// <summary>The first state of an image to be fetched that satisfies <paramref name="wanted"/>.</summary>
    public async Task<ImageReport> AwaitImageAsync(string image, Func<ImageReport, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            if (Board.Latest.Report.Images.FirstOrDefault(report => report.Image == image) is { } report && wanted(report))
                return report;
            await Board.Changed.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        }
        Assert.Fail($"{image} did not get there; the ship is {Board.Latest.Report}");
        return null!;
    }

    /// <summary>The first state of the tutorial that satisfies <paramref name="wanted"/>.</summary>
    public async Task<TutorialReport> AwaitAsync(string tutorial, Func<TutorialReport, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            if (Board.Latest.Report.Tutorials.FirstOrDefault(report => report.Name == tutorial) is { } report && wanted(report))
                return report;
            await Board.Changed.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        }
        Assert.Fail($"{tutorial} did not get there; it is {Board.Latest.Report}");
        return null!;
    }

    public async Task AwaitTroubleAsync(Func<string, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!wanted(Board.Latest.Report.Trouble))
            await Board.Changed.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, patience.Token);
    }

    /// <summary>The ship's only container of the tutorial, once there is no other.</summary>
    public async Task<ContainerDetails> AwaitSingleContainerAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var listed = await Containers.ListAsync(Filter, patience.Token);
            if (listed.Value is [var only])
                return (await Containers.InspectAsync(only.Id, patience.Token)).Value!;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public Task<TutorialReport> AwaitHealthyAsync(TutorialSpec spec) =>
        AwaitAsync(spec.Name, report => report.Phase == Phase.Healthy && spec.Image.EndsWith(report.RunningDigest, StringComparison.Ordinal)
            && report.RunningDigest.Length > 0 && report.RunningHome == spec.HomeVolume);

    /// <summary>Takes down all that the ship has; nothing once the next agent has it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_replaced)
            return;
        await _host.StopAsync();
        var containers = Containers;
        foreach (var container in (await containers.ListAsync(Filter, CancellationToken.None)).Value ?? [])
            await containers.RemoveAsync(container.Id, CancellationToken.None);
        _host.Dispose();
        _folder.Delete(recursive: true);
    }
}
