using Microsoft.Extensions.Hosting;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>Keeps the engine's stream of events open, and wakes the reconciler at each, so that a death is seen at once.</summary>
internal sealed class EventLoop(EngineEvents events, ShipIdentity ship, Reconciler reconciler, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await events.FollowAsync(ship.Filter, () => SetFlow(true), reconciler.LookAgain, stoppingToken);
                SetFlow(false);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void SetFlow(bool flows)
    {
        reconciler.EventsFlow = flows;
        // Events between two streams are lost: look.
        reconciler.LookAgain();
    }
}
