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
        services.AddLogging(logging => logging.AddFilter("Yarp", LogLevel.None));
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
            .AddSingleton<ProxyPages>()
            .AddSingleton<ProxyEndpoint>()
            .AddSingleton<Passes>()
            .AddHostedService(provider => provider.GetRequiredService<Passes>());
    }

    public static IEndpointRouteBuilder MapProxy(this IEndpointRouteBuilder endpoints)
    {
        var proxy = endpoints.ServiceProvider.GetRequiredService<ProxyEndpoint>();
        endpoints.Map("/camp/{**path}", proxy.HandleAsync).OnListener(Listener.Attendee);
        return endpoints;
    }
}
