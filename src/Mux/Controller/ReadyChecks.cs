using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mux.Controller;

/// <summary>Ready when every tutorial of the camp has its image's digest.</summary>
internal sealed class ImagesCheck(TargetKeeper targets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        targets.Trouble.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("a tutorial's image is not known; the mux's log says why"));
}

/// <summary>Ready while the provider answers the loop's regular look at its machines.</summary>
internal sealed class ProviderCheck(FleetController controller, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        time.GetUtcNow() - controller.LookedAt < Limit ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the provider has not answered for a while"));
}
