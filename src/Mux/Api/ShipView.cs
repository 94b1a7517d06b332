using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>Ships as the API shows them. Field by field, so that a secret added to <see cref="Ship"/> does not leak by itself.</summary>
internal static class ShipView
{
    public static ShipInfo Of(Ship ship, FleetSnapshot snapshot) => new(
        ship.Id.Value,
        ship.State.Word(),
        ship.StateSince,
        ship.CreatedAt,
        ship.Attendee?.Value,
        ship.Attendee is { } id ? snapshot.Attendees.GetValueOrDefault(id)?.Name : null,
        ship.Vitals.Link.Word(),
        ship.Vitals.LastReportAt,
        ship.Reason,
        ship.Cause.Word(),
        ship.Quarantined,
        ship.Reclaimed,
        ship.Generation,
        ship.Vitals.SeenGeneration,
        ship.ProviderId,
        ship.Block?.ToString(),
        ship.Vitals.Trouble,
        new ShipResources(ship.Vitals.CpuPercent, ship.Vitals.MemoryBytes, ship.Vitals.MemoryLimitBytes, ship.Vitals.DiskUsedBytes, ship.Vitals.DiskFreeBytes),
        [.. ship.Targets.Values.Select(target => Tutorial(ship, target))]);

    private static ShipTutorial Tutorial(Ship ship, TutorialTarget target)
    {
        var status = ship.Tutorials.GetValueOrDefault(target.Tutorial) ?? new TutorialStatus(target.Tutorial);
        var vitals = ship.Vitals.Tutorials.FirstOrDefault(one => one.Name == target.Tutorial);
        return new ShipTutorial(
            target.Tutorial,
            status.Phase.Word(),
            target.Image,
            target.Digest,
            status.RunningDigest,
            vitals?.PulledBytes ?? 0,
            vitals?.PullTotalBytes ?? 0,
            status.ExitCode,
            status.Reason,
            status.LogTail,
            status.Restarts,
            vitals?.Kernels ?? 0,
            vitals?.BusyKernels ?? 0,
            vitals?.Connections ?? 0,
            vitals?.LastActivity,
            status.Conflicts.Items);
    }
}
