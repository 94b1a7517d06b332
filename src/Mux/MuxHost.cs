using Microsoft.AspNetCore.Server.Kestrel.Core;
using Mux.Alerts;
using Mux.Api;
using Mux.Auth;
using Mux.Berths;
using Mux.Camp;
using Mux.Controller;
using Mux.ControlChannel;
using Mux.Dashboard;
using Mux.Helping;
using Mux.Homes;
using Mux.Images;
using Mux.Listeners;
using Mux.Metrics;
using Mux.Orders;
using Mux.Pages;
using Mux.Preflight;
using Mux.Providers;
using Mux.Proxy;
using Mux.Rehearsals;
using Mux.Roster;
using Mux.Store;

namespace Mux;

/// <summary>The orchestrator put together: which rooms there are, and what each listener serves.</summary>
internal static class MuxHost
{
    /// <summary>The whole mux; <paramref name="adjust"/> lets tests put their clock or provider in the place of the real one.</summary>
    public static WebApplication Build(CampDefinition camp, MuxSettings settings, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(MuxHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSystemd(); // before the logging, whose format it would set
        MuxLogging.Configure(builder.Logging, settings);
        // Sockets are not scheduled inline: it was faster for WebSockets, but with a thousand agents connecting the mux stopped answering.
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services
            .AddSingleton(TimeProvider.System).AddSingleton(camp).AddSingleton(settings)
            .AddListeners()
            .AddMetricsRoom()
            .AddMetricsExport(Environment.GetEnvironmentVariable)
            .AddStore(new StoreOptions(camp.Name, Path.Combine(settings.DataFolder, "mux.db"), camp.Fleet.OpenAt))
            .AddImages(camp.Ec2?.InsecureRegistries, camp.Registries)
            .AddProviders(camp)
            .AddControlChannel()
            .AddHomes()
            .AddPreflight(camp)
            .AddController()
            .AddPages()
            .AddAuth()
            .AddBerths()
            .AddProxy()
            .AddOrders()
            .AddHelping()
            .AddRoster()
            .AddAlerts()
            .AddRehearsals()
            .AddApi()
            .AddDashboard();
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseEntrance();
        app.UseProxy();
        app.MapControlChannel();
        app.MapHomes();
        app.MapPages();
        app.MapAuth();
        app.MapBerths();
        app.MapApi();
        app.MapDashboard();
        app.MapHelping();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, MuxSettings settings)
    {
        ListenerSockets.Open(kestrel, settings, control => control.UseControlChannel());
    }
}
