using Microsoft.Extensions.Hosting;

namespace ShipAgent.Facts;

/// <summary>
/// Gives unused memory back now and then. The collector's own pace follows the processor's cache, which on a server lets an
/// agent that allocates a little each second grow for hours.
/// </summary>
internal sealed class Thrift(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var pause = FirstAfter; ; pause = Period)
            {
                await Task.Delay(pause, time, stoppingToken);
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
