using Mux.Fleet;
using Mux.Listeners;
using Mux.Metrics;

namespace Mux.Proxy;

internal static class ProxySetup
{
    public static IServiceCollection AddProxy(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().ValidateDataAnnotations().ValidateOnStart();
        // The forwarder's own lines hold whole addresses, and those can hold secrets.
        // The host's would begin an activity and a scope for each request; what goes wrong the server itself logs.
        services.AddLogging(logging => logging.AddFilter("Yarp", LogLevel.None).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
        return services
            .AddMetricsRoom()
            .AddHttpForwarder()
            .AddSingleton<ForwardRule>(AddressPolicy.MayForwardTo)
            .AddSingleton<LoginVisitors>()
            .AddSingleton<VisitorLookup>(provider => provider.GetRequiredService<LoginVisitors>().Find)
            .AddSingleton<LoopGuard>()
            .AddSingleton<RequestHeaders>()
            .AddSingleton<ShipRoutes>()
            .AddSingleton<ShipDialer>()
            .AddSingleton<ShipClients>()
            .AddSingleton<ShipForwarder>()
            .AddSingleton<ShipUse>()
            .AddSingleton<ProxyPages>()
            .AddSingleton<ProxyEndpoint>()
            .AddSingleton<Passes>()
            .AddHostedService(provider => provider.GetRequiredService<Passes>());
    }

    /// <summary>
    /// <c>/camp/…</c> on the attendees' listener. Before routing: what nearly all requests ask for shall not be looked for among all that there is.
    /// </summary>
    public static void UseProxy(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<ProxyEndpoint>();
        var ports = app.Services.GetRequiredService<ListenerPorts>();
        app.Use(next => context => CampPath.IsBelow(context.Request.Path.Value) && ports.Of(context.Connection.LocalPort) == Listener.Attendee ? proxy.HandleAsync(context) : next(context));
        app.UseRouting();
    }
}
