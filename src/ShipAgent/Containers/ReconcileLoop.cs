using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Containers;

/// <summary>Runs a pass whenever something happened, and every few seconds anyway.</summary>
internal sealed partial class ReconcileLoop(Reconciler reconciler, SpecStore specs, TimeProvider time, ILogger<ReconcileLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A new spec rings its own bell: it wakes the loop like anything else.
        _ = ForwardSpecsAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await reconciler.PassAsync(stoppingToken);
                await reconciler.Wake.WaitAsync(Period, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop's one outer catch: the next pass computes everything anew.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogFault(fault);
                await reconciler.Wake.WaitAsync(Period, time, stoppingToken);
            }
        }
    }

    private async Task ForwardSpecsAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await specs.Changed.WaitAsync(Timeout.InfiniteTimeSpan, time, stoppingToken);
            reconciler.Wake.Ring();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A pass failed; the next one starts from the beginning")]
    private partial void LogFault(Exception fault);
}
