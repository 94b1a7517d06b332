namespace ShipAgent.Containers;

/// <summary>What a finished piece of work means for its slot.</summary>
internal static class SlotOutcomes
{
    /// <summary>Null outcome: the launch was cancelled, which is nobody's fault.</summary>
    public static void TakeLaunch(TutorialSlot slot, Launch launch, LaunchOutcome? outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case Promoted { ContentOnly: true } refreshed:
                slot.Serving = refreshed.Container;
                (slot.Conflicts, slot.Failure, slot.ContentOnly) = (refreshed.Conflicts, null, true);
                break;
            case Promoted promoted:
                if (launch.First && slot.HasBeenHealthy)
                    slot.Restarts++;
                // Made anew since the one before was beyond repair: it has to last before that is forgotten.
                slot.Repairs = slot.Repairs.InARow > 0 && slot.View.Serving?.SpecHash == launch.Wanted.Hash
                    ? new RepairTally(slot.Repairs.InARow + 1, now) : RepairTally.None;
                Serve(slot, promoted.Container);
                (slot.Conflicts, slot.Failure, slot.ContentOnly) = (promoted.Conflicts, null, false);
                (slot.Switch, slot.SwitchVersion) = (new SwitchFact(now, Reported: false), null);
                break;
            case Refused refused:
                var wanted = launch.Wanted;
                var again = slot.Failure is { } before && before.Hash == wanted.Hash && before.Generation == wanted.Generation;
                slot.Failure = new LaunchFailure(wanted.Hash, wanted.Generation, again ? slot.Failure!.Attempts + 1 : 1, now,
                    refused.IsOutage, refused.Reason, refused.ExitCode, refused.LogTail);
                break;
        }
    }

    public static void TakeRepair(TutorialSlot slot, LaunchOutcome? outcome, DateTimeOffset now)
    {
        slot.Repairs = slot.Repairs with { LastAt = now };
        if (outcome is Refused refused)
            slot.RepairReason = refused.Reason;
        if (outcome is not Promoted promoted)
            return;
        slot.Restarts++;
        Serve(slot, promoted.Container);
    }

    /// <summary>The engine's list of the slot's containers. A serving container that is no longer there or no longer runs is not healthy.</summary>
    public static void TakeList(TutorialSlot slot, IReadOnlyList<ContainerFact> listed)
    {
        slot.Listed = listed;
        var serving = slot.View.Serving;
        if (serving?.Id != slot.Serving?.Id && !slot.Repairing)
            (slot.Serving, slot.Healthy, slot.Misses) = (null, false, 0);
        if (serving is { Running: false } && !slot.Repairing)
        {
            if (slot.Healthy)
                slot.RepairReason = "the container has ended";
            slot.Healthy = false;
        }
    }

    /// <summary>An answer of the serving Jupyter; null: it gave none.</summary>
    public static void TakeProbe(TutorialSlot slot, Contracts.Control.KernelActivity? activity)
    {
        if (activity is null)
        {
            slot.Misses++;
            if (slot.Misses < TutorialPlanner.MissLimit)
                return;
            slot.Healthy = false;
            slot.RepairReason = $"Jupyter has not answered {slot.Misses} times in a row";
            return;
        }
        (slot.Misses, slot.Healthy, slot.HasBeenHealthy, slot.Activity) = (0, true, true, activity);
    }

    private static void Serve(TutorialSlot slot, ServingContainer container) =>
        (slot.Serving, slot.Healthy, slot.HasBeenHealthy, slot.Misses, slot.RepairReason) = (container, true, true, 0, "");
}
