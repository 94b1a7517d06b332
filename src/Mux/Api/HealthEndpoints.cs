using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mux.Metrics;

namespace Mux.Api;

/// <summary><c>/healthz</c> (the process answers), <c>/readyz</c> (every registered health check passes), <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    public static IEndpointConventionBuilder[] MapHealth(this IEndpointRouteBuilder organizer) =>
    [
        organizer.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (context, _) => context.Response.WriteAsync("alive\n") }),
        organizer.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }),
    ];

    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder organizer) =>
        organizer.MapGet("/metrics", (PrometheusText metrics) => TypedResults.Text(metrics.Write(), PrometheusText.ContentType)).ExcludeFromDescription();

    // Names and descriptions only: this answer is open to everybody who reaches the port.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var lines = report.Entries.Select(entry => $"{entry.Key}: {(entry.Value.Status == HealthStatus.Healthy ? "ok" : entry.Value.Description ?? "not ready")}");
        return context.Response.WriteAsync($"{(report.Status == HealthStatus.Unhealthy ? "not ready" : "ready")}\n{string.Join('\n', lines)}\n");
    }
}
