using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

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

    /// <summary>
    /// Sends the same instruments to a collector over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. The exporter reads that and the other variables of
    /// OpenTelemetry by itself; a collector that is not there costs nothing but its own lines.
    /// </summary>
    /// <param name="environment">Gives a variable's value, or null.</param>
    public static IServiceCollection AddMetricsExport(this IServiceCollection services, Func<string, string?> environment)
    {
        if (environment("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || environment("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is { Length: > 0 })
        {
            services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("mux")).WithMetrics(metrics => metrics.AddMeter("mux").AddOtlpExporter());
        }

        return services;
    }
}
