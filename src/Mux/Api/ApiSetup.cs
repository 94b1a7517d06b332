using Mux.ApiModel;
using Mux.Auth;
using Mux.Fleet;
using Mux.Listeners;
using Mux.Metrics;
using Mux.Store;

namespace Mux.Api;

/// <summary>The organizer's REST interface, health and metrics. Other rooms add their own health checks to <c>/readyz</c>.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddProblemDetails();
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)); // who asks is told; the log need not repeat it
        services.AddHealthChecks().AddCheck<StoreCheck>("store");
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi("v1", ApiDocument.Configure);
        return services;
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var provider = routes.ServiceProvider;
        provider.GetRequiredService<PrometheusText>(); // listens from now on, not from the first look at it
        FleetGauges.AddTo(provider.GetRequiredService<MuxMetrics>().Meter, () => provider.GetRequiredService<FleetStore>().Snapshot);

        var organizer = routes.MapGroup("").OnListener(Listener.Organizer);
        organizer.MapHealth();
        organizer.MapMetrics().RequireOrganizer();

        var api = organizer.MapGroup("/api/v1").RequireOrganizer().AddEndpointFilter<HeaderFilter>().AddEndpointFilter<StoreFailureFilter>();
        api.MapShips();
        api.MapBulk();
        api.MapFleet();
        api.MapAttendees();
        api.MapMachines();
        api.MapAuthority();
        api.MapRollouts();
        api.MapPreflight();
        api.MapRehearsals();
        api.MapSessions();
        api.MapAlerts();
        api.MapTokens();
        api.MapRoster();
        api.MapHands();
        api.MapOpenApi("openapi.json").AlsoFor(StaffRole.Helper | StaffRole.Author);
        api.MapFallback((HttpContext context) => Problems.NotFound(
            "path", $"Nothing here answers {context.Request.Method} {context.Request.Path}.", "GET /api/v1/openapi.json lists what there is.")).ExcludeFromDescription();
        return routes;
    }
}
