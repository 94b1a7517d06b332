using System.Net;
using Contracts.Control;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>Turns an agent's report into an event. Everything in it is a stranger's claim: capped, cleaned, and never trusted further than the lifecycle allows.</summary>
internal static class ReportReading
{
    private const int MaxTutorials = 64;
    private const int MaxLine = 500;
    private const int MaxLog = 8 << 10;
    private const int MaxConflicts = 50;
    private const int MaxImages = 16;

    public static ShipEvent.Reported ToEvent(StreamId stream, ulong sequence, Report report)
    {
        var tutorials = report.Tutorials.Take(MaxTutorials).DistinctBy(tutorial => tutorial.Name, StringComparer.Ordinal).ToList();
        var resources = report.Resources ?? new Resources();
        var vitals = new ShipVitals
        {
            Trouble = Line(report.Trouble),
            InterruptedAt = Moment(report.SpotInterruptionUnixSeconds),
            CopiedGeneration = report.CopiedGeneration,
            CpuPercent = double.IsFinite(resources.CpuPercent) ? Math.Clamp(resources.CpuPercent, 0, 1e6) : 0,
            MemoryBytes = Long(resources.MemoryBytes),
            MemoryLimitBytes = Long(resources.MemoryLimitBytes),
            DiskUsedBytes = Long(resources.DiskUsedBytes),
            DiskFreeBytes = Long(resources.DiskFreeBytes),
            Tutorials = [.. tutorials.Select(Vitals)],
            Images = [.. report.Images.Take(MaxImages).Select(Image)],
        };
        return new ShipEvent.Reported(stream, sequence, report.Generation, [.. tutorials.Select(Status)], vitals);
    }

    /// <summary>One line that is safe to log and to show.</summary>
    public static string Line(string text) => new([.. text.Take(MaxLine).Select(c => char.IsControl(c) ? ' ' : c)]);

    /// <summary>Several lines, at most <paramref name="max"/> characters, the last ones.</summary>
    public static string Lines(string text, int max) => new([.. text[^Math.Min(text.Length, max)..].Where(c => !char.IsControl(c) || c is '\n' or '\t')]);

    private static TutorialStatus Status(TutorialReport report) => new(Line(report.Name))
    {
        Phase = report.Phase switch
        {
            Phase.Pulling => TutorialPhase.Pulling,
            Phase.Starting => TutorialPhase.Starting,
            Phase.Healthy => TutorialPhase.Healthy,
            Phase.Unhealthy => TutorialPhase.Unhealthy,
            Phase.Failed => TutorialPhase.Failed,
            _ => TutorialPhase.Unknown,
        },
        TargetDigest = Line(report.TargetDigest),
        RunningDigest = Line(report.RunningDigest),
        RunningHome = Line(report.RunningHome),
        Endpoint = IPAddress.TryParse(report.Address, out var address) && report.Port is > 0 and <= 65535 ? new IPEndPoint(address, (int)report.Port) : null,
        ExitCode = report.ExitCode,
        Reason = Line(report.Reason),
        LogTail = Lines(report.LogTail, MaxLog),
        Restarts = (int)Math.Min(report.Restarts, int.MaxValue),
        ContentOnly = report.ContentOnly,
        Conflicts = new EquatableList<string>([.. report.Conflicts.Take(MaxConflicts).Select(Line)]),
    };

    private static TutorialVitals Vitals(TutorialReport report)
    {
        var activity = report.Activity ?? new KernelActivity();
        return new TutorialVitals(
            Line(report.Name), Long(report.PulledBytes), Long(report.PullTotalBytes), (int)(activity.Kernels & int.MaxValue), (int)(activity.BusyKernels & int.MaxValue), (int)(activity.Connections & int.MaxValue), Moment(activity.LastActivityUnixSeconds));
    }

    private static DateTimeOffset? Moment(long seconds) => seconds is > 0 and < 32_503_680_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static ImageVitals Image(ImageReport report)
    {
        var phase = report.Phase switch { ImageReport.Types.Phase.Present => ImagePhase.Present, ImageReport.Types.Phase.Failed => ImagePhase.Failed, _ => ImagePhase.Pulling };
        return new ImageVitals(Line(report.Image), phase, Long(report.PulledBytes), Long(report.PullTotalBytes), Line(report.Reason));
    }

    private static long Long(ulong value) => (long)Math.Min(value, long.MaxValue);
}
