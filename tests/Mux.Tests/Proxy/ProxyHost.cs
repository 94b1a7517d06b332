using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Listeners;
using Mux.Metrics;
using Mux.Pages;
using Mux.Proxy;
using Mux.Store;

namespace Mux.Tests.Proxy;

/// <summary>A real server with the proxy and a store, one tutorial "plot" (and "maps", which no ship serves), and loopback allowed as a ship's address.</summary>
internal sealed class ProxyHost : IAsyncDisposable
{
    public const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    public const string Secret = "the-ships-own-secret";

    private static readonly SecretCookie SessionCookie = new("mux", secure: false, SameSiteMode.Lax);

    private readonly string folder = Directory.CreateTempSubdirectory("mux-proxy-").FullName;
    private WebApplication? app;

    public FleetStore Store { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public string Origin => Url.GetLeftPart(UriPartial.Authority);

    public T Get<T>()
        where T : notnull => app!.Services.GetRequiredService<T>();

    public static async Task<ProxyHost> StartAsync(Action<ProxyOptions>? configure = null)
    {
        var host = new ProxyHost();
        var port = FreePort.Take();
        host.Url = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new MuxSettings { DataFolder = host.folder, AccessCode = "x", OrganizerToken = "x", AttendeeUrl = host.Url })
            .AddSingleton(new CampDefinition("test", [new("plot", "plot") { Title = "Plots" }, new("maps", "maps") { Title = "Maps" }]))
            .AddSingleton(new StoreOptions("test", Path.Combine(host.folder, "mux.db"), 1))
            .AddSingleton<FleetStore>()
            .AddHostedService(services => services.GetRequiredService<FleetStore>())
            .AddListeners()
            .AddMetricsRoom()
            .AddPages()
            .AddAuth()
            .AddProxy()
            .AddSingleton<ForwardRule>((endpoint, _) => IPAddress.IsLoopback(endpoint.Address))
            .AddSingleton<VisitorLookup>(services => context => Find(services.GetRequiredService<FleetStore>().Snapshot, context))
            .Configure<ProxyOptions>(options => configure?.Invoke(options));
        host.app = builder.Build();
        host.app.UseProxy();
        await host.app.StartAsync();
        host.Store = host.app.Services.GetRequiredService<FleetStore>();
        return host;
    }

    /// <summary>An attendee with a login whose cookie is <c>mux=NAME</c>, and with a ship that serves "plot" there.</summary>
    public Task<ShipId> BoardAsync(string name, IPEndPoint? endpoint, TutorialPhase phase = TutorialPhase.Healthy, string reason = "") => Store.ChangeAsync(
        draft =>
        {
            var attendee = draft.Snapshot.Names.GetValueOrDefault(name, AttendeeId.New());
            var home = HomeId.New();
            draft.Put(new Attendee(attendee, name, name, "", home, draft.Now, null, ""));
            draft.Put(new LoginSession(name, attendee, draft.Now.AddHours(1)));
            var ship = new Ship(ShipId.New(), home, draft.Now) { State = ShipState.Running, Secret = Secret, Block = IPNetwork.Parse("127.0.0.0/8"), Attendee = attendee };
            draft.Put(Serving(ship, endpoint, phase, reason));
            return ship.Id;
        },
        CancellationToken.None);

    public Task MoveAsync(ShipId id, IPEndPoint? endpoint, TutorialPhase phase = TutorialPhase.Healthy) => ChangeAsync(draft =>
        draft.Put(Serving(draft.Snapshot.Ships[id], endpoint, phase, "")));

    public Task ChangeAsync(Action<StoreDraft> change) => Store.ChangeAsync(
        draft =>
        {
            change(draft);
            return true;
        },
        CancellationToken.None);

    /// <summary>A client that says everything itself: no cookie jar, no redirects.</summary>
    public HttpClient Client(string? name = "ada")
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Url };
        if (name is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", $"mux={name}");
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal static Ship Serving(Ship ship, IPEndPoint? endpoint, TutorialPhase phase, string reason) => ship with
    {
        Targets = ship.Targets.SetItem("plot", new TutorialTarget("plot", "registry/plot@" + Digest, null)),
        Tutorials = ship.Tutorials.SetItem("plot", new TutorialStatus("plot")
        {
            Phase = phase,
            Reason = reason,
            Endpoint = endpoint,
            RunningDigest = Digest,
            TargetDigest = Digest,
            RunningHome = ship.Home.VolumeOf("test", "plot"),
        }),
    };

    private static Visitor? Find(FleetSnapshot snapshot, HttpContext context) =>
        SessionCookie.ValueIn(context.Request.Headers.Cookie) is { } key && snapshot.Logins.TryGetValue(key, out var login) ? new Visitor(login.Attendee, key, snapshot.ShipOf(login.Attendee)) : null;
}
