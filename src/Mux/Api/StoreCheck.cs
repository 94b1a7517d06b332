using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mux.Store;

namespace Mux.Api;

/// <summary>Ready once the store has been read.</summary>
internal sealed class StoreCheck(FleetStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        store.Snapshot.Version > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the store has not been read yet"));
}
