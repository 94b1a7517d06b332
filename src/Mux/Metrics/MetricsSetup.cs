namespace Mux.Metrics;

internal static class MetricsSetup
{
    public static IServiceCollection AddMetricsRoom(this IServiceCollection services) => services
        .AddSingleton<MuxMetrics>()
        .AddSingleton(provider => new PrometheusText(provider.GetRequiredService<MuxMetrics>().Meter));
}
