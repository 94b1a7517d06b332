using Contracts.Control;
using Microsoft.Extensions.Hosting;
using ShipAgent.Docker;

namespace ShipAgent.Facts;

/// <summary>What the ship's containers use, sampled now and then: cheap enough for fifty ships on one machine.</summary>
internal sealed class ShipFacts(ContainerCalls containers, NetworkCalls engine, string fallbackFolder, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (ulong Cpu, long At)> _before = [];
    private volatile IReadOnlyList<string> _watched = [];
    private volatile Resources _latest = new();
    private string? _dataFolder;

    public Resources Latest => _latest;

    /// <summary>Whose use counts from now on.</summary>
    public void Watch(IReadOnlyList<string> containerIds) => _watched = containerIds;

    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        var sum = new Resources();
        foreach (var id in _watched)
        {
            var stats = await containers.StatsAsync(id, cancellationToken);
            if (stats.Value is { } found)
                Add(sum, id, found);
        }
        foreach (var gone in _before.Keys.Except(_watched).ToArray())
            _before.Remove(gone);
        await AddDiskAsync(sum, cancellationToken);
        _latest = sum;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                await SampleAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Add(Resources sum, string id, EngineStats stats)
    {
        // What the kernel would give back at once is no need of the container's.
        var idle = stats.Memory?.Detail?.InactiveFile ?? stats.Memory?.Detail?.TotalInactiveFile ?? 0;
        var usage = stats.Memory?.Usage ?? 0;
        sum.MemoryBytes += usage > idle ? usage - idle : 0;
        sum.MemoryLimitBytes += stats.Memory?.Limit ?? 0;
        var (cpu, now) = (stats.Cpu?.Usage?.Total ?? 0, time.GetTimestamp());
        if (_before.TryGetValue(id, out var before) && cpu >= before.Cpu)
            sum.CpuPercent += (cpu - before.Cpu) / (time.GetElapsedTime(before.At, now).TotalNanoseconds + 1) * 100;
        _before[id] = (cpu, now);
    }

    private async Task AddDiskAsync(Resources sum, CancellationToken cancellationToken)
    {
        _dataFolder ??= (await engine.InfoAsync(cancellationToken)).Value?.DockerRootDir;
        var folder = Directory.Exists(_dataFolder) ? _dataFolder : fallbackFolder;
        try
        {
            var drive = new DriveInfo(folder);
            sum.DiskFreeBytes = (ulong)drive.AvailableFreeSpace;
            sum.DiskUsedBytes = (ulong)(drive.TotalSize - drive.TotalFreeSpace);
        }
        catch (IOException)
        {
            // A folder that has just gone: no figure this time.
        }
    }
}
