using Microsoft.Extensions.Logging;

namespace ShipAgent.Containers;

/// <summary>Carries out what the planner decided, beside the loop; results come back through <c>post</c>.</summary>
internal sealed partial class SlotWorker(TutorialLauncher launcher, TutorialRepairer repairer, Docker.ContainerCalls containers,
    TimeProvider time, ILogger<SlotWorker> logger)
{
    private const int StopGraceSeconds = 5;

    /// <param name="slot">Whose action it is; touched now, and later only inside <paramref name="post"/>.</param>
    /// <param name="action">What to do.</param>
    /// <param name="post">Runs an action in the reconciler's loop, soon.</param>
    /// <param name="stopping">Ends what is under way.</param>
    public void Start(TutorialSlot slot, TutorialAction action, Action<Action> post, CancellationToken stopping)
    {
        switch (action)
        {
            case Launch launch:
                LogLaunch(slot.Name, launch.Wanted.Spec.Image, launch.Wanted.Generation);
                var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                slot.Launching = new LaunchUnderWay(launch.Wanted.Hash, cancellation);
                _ = LaunchAsync(slot, launch, slot.Launching, post);
                break;
            case CancelLaunch:
                slot.Launching?.Cancellation.Cancel();
                break;
            case Repair repair:
                LogRepair(slot.Name, repair.Reason);
                (slot.Repairing, slot.Healthy, slot.RepairReason) = (true, false, repair.Reason);
                slot.Repairs = new RepairTally(slot.Repairs.InARow + 1, time.GetUtcNow());
                _ = RepairAsync(slot, repair, post, stopping);
                break;
            case Retire retire:
                LogRetire(slot.Name, retire.ContainerId[..12]);
                slot.Retiring.Add(retire.ContainerId);
                _ = RetireAsync(slot, retire, post, stopping);
                break;
        }
    }

    private async Task LaunchAsync(TutorialSlot slot, Launch launch, LaunchUnderWay job, Action<Action> post)
    {
        var outcome = await GuardAsync(() => launcher.LaunchAsync(launch, step => post(() => job.Step = step), null, job.Cancellation.Token));
        post(() =>
        {
            slot.Launching = null;
            job.Cancellation.Dispose();
            SlotOutcomes.TakeLaunch(slot, launch, outcome, time.GetUtcNow());
            if (outcome is Refused refused)
                LogRefused(slot.Name, refused.Reason);
            else if (outcome is Promoted)
                LogPromoted(slot.Name, launch.Wanted.Spec.Image);
        });
    }

    private async Task RepairAsync(TutorialSlot slot, Repair repair, Action<Action> post, CancellationToken stopping)
    {
        var spec = slot.Wanted?.Spec ?? new Contracts.Control.TutorialSpec();
        var outcome = await GuardAsync(() => repairer.RepairAsync(repair.ContainerId, spec, stopping));
        post(() =>
        {
            slot.Repairing = false;
            SlotOutcomes.TakeRepair(slot, outcome, time.GetUtcNow());
            if (outcome is Refused refused)
                LogRefused(slot.Name, refused.Reason);
        });
    }

    private async Task RetireAsync(TutorialSlot slot, Retire retire, Action<Action> post, CancellationToken stopping)
    {
        await GuardAsync(async () =>
        {
            await containers.StopAsync(retire.ContainerId, StopGraceSeconds, stopping);
            var removed = await containers.RemoveAsync(retire.ContainerId, stopping);
            return removed.Error is { } error ? Refused.From(error, "the container could not be removed") : null;
        });
        post(() => slot.Retiring.Remove(retire.ContainerId));
    }

    /// <summary>A bug in one tutorial's work must not leave its slot busy for ever; null: cancelled, or nothing to say.</summary>
    private async Task<LaunchOutcome?> GuardAsync<T>(Func<Task<T>> work) where T : LaunchOutcome?
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
#pragma warning disable CA1031 // The outermost frame of work that nobody awaits.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault);
            return new Refused($"the agent failed: {fault.GetType().Name}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tutorial}: launching {Image} of generation {Generation}")]
    private partial void LogLaunch(string tutorial, string image, ulong generation);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tutorial}: {Image} serves")]
    private partial void LogPromoted(string tutorial, string image);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tutorial}: starting the serving container again: {Reason}")]
    private partial void LogRepair(string tutorial, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tutorial}: removing container {Container}")]
    private partial void LogRetire(string tutorial, string container);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tutorial}: {Reason}")]
    private partial void LogRefused(string tutorial, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Work on a container failed")]
    private partial void LogFault(Exception fault);
}
