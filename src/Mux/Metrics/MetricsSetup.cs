using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mux.Metrics;

internal static class MetricsSetup
{
    /// <summary>May be called by every room that counts.</summary>
    public static IServiceCollection AddMetricsRoom(this IServiceCollection services)
    {
        services.TryAddSingleton<MuxMetrics>();
        services.TryAddSingleton(provider => new PrometheusText(provider.GetRequiredService<MuxMetrics>().Meter));
        return services;
    }
}
