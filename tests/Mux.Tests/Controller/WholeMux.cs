using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mux.Camp;
using Mux.Controller;
using Mux.Fleet;
using Mux.Images;
using Mux.Providers;
using Mux.Store;
using Mux.Tests.ControlChannel;

namespace Mux.Tests.Controller;

/// <summary>The real mux with all its rooms and listeners; only the cloud, the registry and the ships' Jupyters are made up.</summary>
internal sealed class WholeMux : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder? own;
    private readonly List<FakeAgent> agents = [];
    private readonly WebApplication app;

    private WholeMux(WebApplication app, MuxSettings settings, FakeProvider provider, CapturedLogs logs, TemporaryFolder? own) =>
        (this.app, Settings, Provider, Logs, this.own) = (app, settings, provider, logs, own);

    public MuxSettings Settings { get; }

    public FakeProvider Provider { get; }

    public CapturedLogs Logs { get; }

    public FleetStore Store => Get<FleetStore>();

    public FleetSnapshot Snapshot => Store.Snapshot;

    public static async Task<WholeMux> StartAsync(int ships = 0, FakeProvider? provider = null, TemporaryFolder? folder = null, Func<CampDefinition, CampDefinition>? adjust = null, Action<IServiceCollection>? services = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var settings = new MuxSettings
        {
            DataFolder = (folder ?? own)!.Path, AccessCode = "canary-access", OrganizerToken = "canary-organizer-token",
            AttendeeUrl = Url("http"), OrganizerUrl = Url("http"), ControlUrl = Url("https"),
        };
        var camp = new CampDefinition("spring", [new TutorialDefinition("intro", "reg.example/intro:1")])
        {
            Fleet = new FleetDefinition { Ships = ships, OpenAt = 0, MaxBooting = 10 }, Local = new LocalDefinition { ManagedAgents = false },
        };
        var logs = new CapturedLogs();
        var cloud = provider ?? new FakeProvider();
        var app = MuxHost.Build(adjust?.Invoke(camp) ?? camp, settings, added =>
        {
            added
                .AddSingleton<IShipProvider>(cloud)
                .AddSingleton(new ImageResolver(new HttpClient(new Registry())))
                .AddSingleton(new DataPathProbe(new HttpClient(new Jupyter()), new KernelDialogue(new HttpMessageInvoker(new Jupyter()), TimeProvider.System)))
                .AddLogging(logging => logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug));
            services?.Invoke(added);
        });
        await app.StartAsync();
        return new WholeMux(app, settings, cloud, logs, own);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>The first snapshot that is so.</summary>
    public async Task<FleetSnapshot> UntilAsync(Func<FleetSnapshot, bool> so, TimeSpan? limit = null)
    {
        using var patience = new CancellationTokenSource(limit ?? Patience);
        try
        {
            for (var snapshot = Snapshot; ; snapshot = await Store.WaitForChangeAsync(snapshot.Version, patience.Token))
            {
                if (so(snapshot))
                {
                    return snapshot;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it did not come to be; {string.Join(", ", Snapshot.Ships.Values.Select(ship => $"{ship.Id} {ship.State} {ship.Reason}"))}; last words:\n{string.Join('\n', Logs.Lines.TakeLast(12))}");
        }
    }

    public Task<FleetSnapshot> UntilAsync(string ship, Func<Ship, bool> so) => UntilAsync(snapshot => snapshot.Ships.TryGetValue(new ShipId(ship), out var found) && so(found));

    public Ship Ship(FakeAgent agent) => Snapshot.Ships[new ShipId(agent.Ship)];

    public Task<bool> ChangeAsync(Action<StoreDraft> change) => Store.ChangeAsync(draft => { change(draft); return true; }, CancellationToken.None);

    /// <summary>An agent for each ship that the provider has been asked for.</summary>
    public async Task<FakeAgent[]> AgentsAsync(int count)
    {
        await UntilAsync(snapshot => snapshot.Ships.Values.Count(ship => ship is { State: ShipState.Booting, ProviderId: not null }) >= count);
        return [.. Provider.Launches.DistinctBy(launch => launch.Ship).Take(count).Select(AgentOf)];
    }

    public FakeAgent AgentOf(AskedLaunch launch)
    {
        var agent = new FakeAgent(Settings.ControlUrl, Path.Combine(Settings.DataFolder, "ca.crt"), launch.Ship.Value, launch.EnrollmentToken);
        lock (agents)
        {
            agents.Add(agent);
        }

        return agent;
    }

    /// <summary>From now on each machine that comes up has an agent that does what it is told.</summary>
    public void ServeAll(Action<Contracts.Control.TutorialReport>? spoil = null) =>
        Provider.CameUp = (launch, block) => _ = ServeAsync(launch, block.BaseAddress, spoil);

    public async ValueTask DisposeAsync()
    {
        agents.ForEach(agent => agent.Dispose());
        await app.StopAsync();
        await app.DisposeAsync();
        own?.Dispose();
    }

    private async Task ServeAsync(AskedLaunch launch, IPAddress address, Action<Contracts.Control.TutorialReport>? spoil) =>
        await (await AgentOf(launch).EnrollAsync()).ServeAsync(address.ToString(), spoil);

    private static Uri Url(string scheme) => new($"{scheme}://127.0.0.1:{FreePort.Take()}");

    private sealed class Registry : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage();
            var reference = request.RequestUri!.Segments[^1];
            response.Headers.Add("Docker-Content-Digest", reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(request.RequestUri.ToString()))));
            return Task.FromResult(response);
        }
    }

    private sealed class Jupyter : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage
        {
            StatusCode = request.Headers.Authorization is { Scheme: "token", Parameter.Length: 43 } ? HttpStatusCode.OK : HttpStatusCode.Forbidden,
            Content = new StringContent(request.RequestUri!.AbsolutePath.EndsWith("/api/kernels", StringComparison.Ordinal) ? "[]" : """{"kernels":1}"""),
        });
    }
}
