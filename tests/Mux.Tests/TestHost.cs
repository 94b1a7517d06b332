using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mux.Auth;
using Mux.Berths;
using Mux.Camp;
using Mux.Listeners;
using Mux.Pages;
using Mux.Store;

namespace Mux.Tests;

/// <summary>What a test may set about its host.</summary>
internal sealed record TestHostOptions
{
    public const string AccessCode = "open sesame";
    public const string OrganizerToken = "organizer-token-of-the-tests";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Of an earlier host whose state goes on; null: a fresh one, deleted at the end.</summary>
    public string? Folder { get; init; }

    public Action<IServiceCollection> Services { get; init; } = _ => { };

    public Action<IEndpointRouteBuilder> Routes { get; init; } = _ => { };

    public int OpenAt { get; init; }

    public CampDefinition Camp { get; init; } = TestHost.Camp;

    /// <summary>The camp's own token for organizers.</summary>
    public string CampToken { get; init; } = OrganizerToken;

    /// <summary>By the provider's name.</summary>
    public IReadOnlyDictionary<string, string> ClientSecrets { get; init; } = new Dictionary<string, string>();
}

/// <summary>The pages, logins and berths of a mux on loopback Kestrel, over a real store in a temporary folder: no controller, no agents.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public static readonly CampDefinition Camp = new("summer", [new("plots", "registry/plots") { Title = "Plots & graphs" }, new("maps", "registry/maps") { Title = "Maps" }])
    {
        Title = "Summer camp",
    };

    private readonly WebApplication app;
    private readonly TestHostOptions options;
    private readonly MuxSettings settings;

    private TestHost(WebApplication app, TestHostOptions options, MuxSettings settings)
    {
        (this.app, this.options, this.settings) = (app, options, settings);
        Fleet = new TestFleet(Get<FleetStore>());
    }

    public Uri AttendeeUrl => settings.AttendeeUrl;

    public Uri OrganizerUrl => settings.OrganizerUrl;

    public string Folder => settings.DataFolder;

    public FleetStore Store => Get<FleetStore>();

    public TestFleet Fleet { get; }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<TestHost> StartAsync(TestHostOptions? given = null)
    {
        var options = given ?? new TestHostOptions();
        var settings = new MuxSettings
        {
            DataFolder = options.Folder ?? Directory.CreateTempSubdirectory("mux-test-").FullName,
            AccessCode = TestHostOptions.AccessCode,
            OrganizerToken = options.CampToken,
            AttendeeUrl = new Uri($"http://127.0.0.1:{FreePort.Take()}"),
            OrganizerUrl = new Uri($"http://127.0.0.1:{FreePort.Take()}"),
            ClientSecrets = options.ClientSecrets.ToImmutableDictionary(),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, settings.AttendeeUrl.Port);
            kestrel.Listen(IPAddress.Loopback, settings.OrganizerUrl.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services
            .AddSingleton(options.Time).AddSingleton(options.Camp).AddSingleton(settings)
            .AddListeners()
            .AddStore(new StoreOptions(options.Camp.Name, Path.Combine(settings.DataFolder, "mux.db"), options.OpenAt))
            .AddPages().AddAuth().AddBerths();
        options.Services(builder.Services);
        var app = builder.Build();
        app.MapPages();
        app.MapAuth();
        app.MapBerths();
        options.Routes(app);
        await app.StartAsync();
        return new TestHost(app, options, settings);
    }

    /// <summary>A browser with an empty cookie jar of its own.</summary>
    public TestBrowser Browser(bool organizer = false) => new(organizer ? OrganizerUrl : AttendeeUrl);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (options.Folder is null)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
