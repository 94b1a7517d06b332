using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mux.Camp;
using Mux.Fleet;
using Mux.Images;
using Mux.Store;

namespace Mux.Tests.Api;

/// <summary>The whole mux on loopback, with its store, but no controller that would act on what a test puts there.</summary>
internal sealed class OrganizerHost : IAsyncDisposable
{
    public const string Token = "organizer-token-for-tests";

    private readonly string folder = Directory.CreateTempSubdirectory("mux-api-").FullName;
    private readonly Microsoft.AspNetCore.Builder.WebApplication app;

    private OrganizerHost(Func<CampDefinition, CampDefinition>? adjust, Action<IServiceCollection>? replace, Func<MuxSettings, MuxSettings>? settings)
    {
        int[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        Settings = new MuxSettings
        {
            DataFolder = folder,
            AccessCode = "access-code-for-tests",
            OrganizerToken = Token,
            AttendeeUrl = new Uri($"http://127.0.0.1:{ports[0]}"),
            OrganizerUrl = new Uri($"http://127.0.0.1:{ports[1]}"),
            ControlUrl = new Uri($"https://127.0.0.1:{ports[2]}"),
        };
        Camp = new CampDefinition("spring", [new TutorialDefinition("intro", "127.0.0.1:5000/intro:v1"), new TutorialDefinition("plots", "127.0.0.1:5000/plots:v1")])
        {
            Fleet = new FleetDefinition { MaxShips = 50, OpenAt = 2 },
        };
        Camp = adjust?.Invoke(Camp) ?? Camp;
        Settings = settings?.Invoke(Settings) ?? Settings;
        app = MuxHost.Build(Camp, Settings, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.RemoveAll<IHostedService>();
            services.AddHostedService(provider => provider.GetRequiredService<FleetStore>());
            services.AddHostedService(provider => provider.GetRequiredService<Mux.Dashboard.FleetPulse>());
            services.AddSingleton(new ImageResolver(new HttpClient(Registry)));
            services.AddSingleton<IShipLogs>(Logs);
            replace?.Invoke(services);
        });
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Settings.OrganizerUrl };
        Client = new HttpClient { BaseAddress = Settings.OrganizerUrl, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
    }

    public CampDefinition Camp { get; }

    public MuxSettings Settings { get; }

    public FakeRegistry Registry { get; } = new();

    public FakeLogs Logs { get; } = new();

    /// <summary>Sends the organizer token.</summary>
    public HttpClient Client { get; }

    /// <summary>Sends nothing but cookies that it was given.</summary>
    public HttpClient Browser { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Every route that the mux serves.</summary>
    public IEnumerable<string> Endpoints => app.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
        .OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText ?? "");

    public FleetStore Store => app.Services.GetRequiredService<FleetStore>();

    public FleetSnapshot Snapshot => Store.Snapshot;

    public static async Task<OrganizerHost> StartAsync(Func<CampDefinition, CampDefinition>? adjust = null, Action<IServiceCollection>? replace = null, Func<MuxSettings, MuxSettings>? settings = null)
    {
        var host = new OrganizerHost(adjust, replace, settings);
        await host.app.StartAsync();
        return host;
    }

    public Task ChangeAsync(Action<StoreDraft> change) => Store.ChangeAsync(
        draft =>
        {
            change(draft);
            return true;
        },
        CancellationToken.None);

    public async Task<Ship> PutShipAsync(ShipState state, Func<Ship, Ship>? adjust = null)
    {
        var ship = SampleFleet.Ship(state);
        ship = adjust?.Invoke(ship) ?? ship;
        await ChangeAsync(draft => draft.Put(ship));
        return ship;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Browser.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Answers a manifest's HEAD with the digest that the test gave its path; 404 for any other.</summary>
internal sealed class FakeRegistry : HttpMessageHandler
{
    public Dictionary<string, string> Digests { get; } = new(StringComparer.Ordinal)
    {
        ["/v2/intro/manifests/v1"] = SampleFleet.Digest(1),
        ["/v2/intro/manifests/v2"] = SampleFleet.Digest(2),
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(HttpStatusCode.NotFound);
        if (Digests.TryGetValue(request.RequestUri!.AbsolutePath, out var digest))
        {
            response.StatusCode = HttpStatusCode.OK;
            response.Headers.Add("Docker-Content-Digest", digest);
        }

        return Task.FromResult(response);
    }
}

internal sealed class FakeLogs : IShipLogs
{
    public ShipLog Answer { get; set; } = new("first\nsecond\n", null);

    public (ShipId Ship, string Tutorial, int Lines) Asked { get; private set; }

    public Task<ShipLog> TailAsync(ShipId ship, string tutorial, int lines, CancellationToken cancellationToken)
    {
        Asked = (ship, tutorial, lines);
        return Task.FromResult(Answer);
    }
}

/// <summary>One host for all tests of a class that change nothing.</summary>
public sealed class SharedOrganizerHost : Xunit.IAsyncLifetime
{
    internal OrganizerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await OrganizerHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
