using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Ready when every tutorial of the camp has its image's digest.</summary>
internal sealed class ImagesCheck(TargetKeeper targets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        targets.Trouble.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("a tutorial's image is not known; the mux's log says why"));
}

/// <summary>Says when launches are held up. Ships that are there serve on: the mux stays ready, and those who watch it see the word.</summary>
internal sealed class LaunchCheck(FleetStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        store.Snapshot.Board.Stop is { } stop ? HealthCheckResult.Degraded($"no ship is launched: {stop.Code}; the organizers' page says what to do")
        : store.Snapshot.Batches.Values.Any(batch => batch.Asked > 2) ? HealthCheckResult.Degraded("launches get no answer from the provider; the organizers' page says more")
        : HealthCheckResult.Healthy());
}

/// <summary>Ready while the provider answers the loop's regular look at its machines.</summary>
internal sealed class ProviderCheck(MachineWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        watch.SeesMachines ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the provider does not answer; the mux's log says why"));
}
