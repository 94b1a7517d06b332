using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>What systemd is to a ship in a cloud: an agent that ended is started again. Its containers ran on meanwhile.</summary>
internal sealed partial class AgentSupervisor(CampDefinition camp, ShipFolders folders, AgentProcesses agents, DockerNetwork docker, TimeProvider time, ILogger<AgentSupervisor> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly Dictionary<ShipId, long> lastStarts = []; // by the clock that nobody sets

    /// <summary>Looks at every local ship once.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        var fallen = folders.All().Select(entry => entry.Ship).Where(ship => agents.Find(ship) is null && MayStart(ship)).ToList();

        // Who stopped the agents may have removed their network too; without it no container starts.
        if (fallen.Count > 0 && await docker.EnsureAsync(cancellationToken) is { } trouble)
        {
            LogNoNetwork(logger, trouble);
            return;
        }

        foreach (var ship in fallen)
        {
            LogStarting(logger, ship);
            agents.Start(ship);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (camp.Local.ManagedAgents && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception)
            {
                LogFailed(logger, exception);
            }
        }
    }

    // An agent that has just been started has not written its pid yet; and one that ends at once must not spin.
    private bool MayStart(ShipId ship)
    {
        if (lastStarts.TryGetValue(ship, out var last) && time.GetElapsedTime(last) < TimeSpan.FromSeconds(5))
        {
            return false;
        }

        var first = lastStarts.TryAdd(ship, 0);
        lastStarts[ship] = time.GetTimestamp();

        // First sight: the launch may be under way; look again one period later.
        return !first || !Directory.Exists(folders.FolderOf(ship)) || time.GetUtcNow() - Directory.GetCreationTimeUtc(folders.FolderOf(ship)) > TimeSpan.FromSeconds(10);
    }

    [LoggerMessage(LogLevel.Warning, "the agent of {Ship} does not run; starting it")]
    private static partial void LogStarting(ILogger logger, ShipId ship);

    [LoggerMessage(LogLevel.Error, "no agent is started: {Trouble}")]
    private static partial void LogNoNetwork(ILogger logger, string trouble);

    [LoggerMessage(LogLevel.Error, "looking after the agents failed; going on")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
