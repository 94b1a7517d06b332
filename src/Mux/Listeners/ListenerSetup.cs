using Mux.Camp;
using Mux.Metrics;

namespace Mux.Listeners;

internal static class ListenerSetup
{
    public static IServiceCollection AddListeners(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<MuxSettings>(Entrance.Configure);
        return services
            .AddMetricsRoom()
            .AddSingleton<ListenerPorts>()
            .AddSingleton<MatcherPolicy, ListenerPolicy>()
            .AddSingleton<TlsCertificates>()
            .AddHostedService(provider => provider.GetRequiredService<TlsCertificates>());
    }
}
