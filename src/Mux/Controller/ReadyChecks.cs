using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mux.Controller;

/// <summary>Ready when every tutorial of the camp has its image's digest.</summary>
internal sealed class ImagesCheck(TargetKeeper targets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        targets.Trouble.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("a tutorial's image is not known; the mux's log says why"));
}

/// <summary>Ready while the provider answers the loop's regular look at its machines.</summary>
internal sealed class ProviderCheck(FleetController controller) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        controller.SeesMachines ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the provider does not answer; the mux's log says why"));
}
