using Contracts.Control;

namespace ShipAgent.Containers;

/// <summary>What the mux is told of one tutorial.</summary>
internal static class TutorialStatus
{
    public static TutorialReport Describe(TutorialSlot slot)
    {
        var view = slot.View;
        var wanted = slot.Wanted?.Hash;
        var report = new TutorialReport
        {
            Name = slot.Name,
            TargetDigest = DigestOf(slot.Wanted?.Spec.Image ?? ""),
            Restarts = slot.Restarts,
            Activity = slot.Activity,
            ContentOnly = slot.ContentOnly,
        };
        report.Conflicts.AddRange(slot.Conflicts);
        AddServing(report, slot, view);
        if (view.Serving is { } serving && serving.SpecHash == wanted)
            AddSupervision(report, slot, view);
        else
            AddLaunch(report, slot, wanted);
        return report;
    }

    private static void AddServing(TutorialReport report, TutorialSlot slot, TutorialView view)
    {
        if (slot.Serving is not { } serving || view.Serving?.Id != serving.Id)
            return;
        report.Address = serving.Endpoint.Address;
        report.Port = (uint)serving.Endpoint.Port;
        if (!slot.Healthy)
            return;
        report.RunningDigest = serving.Digest;
        report.RunningHome = serving.Home;
    }

    private static void AddSupervision(TutorialReport report, TutorialSlot slot, TutorialView view)
    {
        if (slot.Repairing || slot.Launching is not null)
        {
            report.Phase = Phase.Starting;
            report.Reason = slot.RepairReason;
        }
        else if (slot.Healthy)
        {
            report.Phase = Phase.Healthy;
        }
        else
        {
            report.Phase = slot.HasBeenHealthy || !view.Serving!.Running ? Phase.Unhealthy : Phase.Starting;
            report.Reason = slot.RepairReason;
        }
    }

    private static void AddLaunch(TutorialReport report, TutorialSlot slot, string? wanted)
    {
        if (slot.Launching is { } launching && launching.Hash == wanted)
        {
            report.Phase = launching.Step.Phase;
            report.PulledBytes = launching.Step.PulledBytes;
            report.PullTotalBytes = launching.Step.TotalBytes;
        }
        else if (slot.Failure is { } failure && failure.Hash == wanted)
        {
            report.Phase = Phase.Failed;
            report.Reason = failure.Reason;
            report.ExitCode = failure.ExitCode;
            report.LogTail = failure.LogTail;
        }
        else
        {
            report.Phase = Phase.Starting;
        }
    }

    private static string DigestOf(string image) => image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
