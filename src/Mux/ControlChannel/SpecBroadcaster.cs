using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>One watcher for all streams: after a change it looks which ships' specs are newer than what their agents were told.</summary>
internal sealed class SpecBroadcaster(FleetStore store, ShipConnections connections, AgentStream streams, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    public void Pass()
    {
        foreach (var connection in connections.All)
        {
            streams.Order(connection);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (version, specs) = (0L, -1L);
        while (!stoppingToken.IsCancellationRequested)
        {
            var snapshot = await store.WaitForChangeAsync(version, stoppingToken);
            version = snapshot.Version;
            if (snapshot.SpecVersion != specs)
            {
                specs = snapshot.SpecVersion;
                Pass();
            }

            await Task.Delay(ShortestPause, time, stoppingToken);
        }
    }
}
