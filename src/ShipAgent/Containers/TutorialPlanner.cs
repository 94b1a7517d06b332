namespace ShipAgent.Containers;

/// <summary>
/// Decides what to do about one tutorial, from what is wanted, what is there and the time; it remembers nothing and does nothing.
/// The serving container is never touched for the sake of another one that has not proven itself.
/// </summary>
internal static class TutorialPlanner
{
    /// <summary>Misses in a row after which a Jupyter counts as gone.</summary>
    public const int MissLimit = 3;
    /// <summary>Repairs in a row after which the container itself is given up, and a new one made of the same spec.</summary>
    public const int RepairLimit = 3;
    /// <summary>Requests that were on their way when the mux learnt of the switch still end at the old container.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);
    /// <summary>A mux that cannot be told for so long no longer keeps the old container.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<TutorialAction> Plan(TutorialView view, DateTimeOffset now)
    {
        if (view.Wanted is null)
            return [.. Cancel(view), .. view.Containers.Select(container => new Retire(container.Id))];
        TutorialAction[] launch = [.. DecideLaunch(view, view.Wanted, now)];
        // A new container of the same spec will take over: no repair beside it.
        var giveUp = IsRemade(view, view.LaunchingHash) || launch is [Launch] && IsRemade(view, view.Wanted.Hash);
        return [.. launch, .. giveUp ? [] : DecideRepair(view, now), .. DecideRetirement(view, now)];
    }

    /// <summary>When a failed launch may be tried again; null: not before the spec changes.</summary>
    public static DateTimeOffset? RetryAt(LaunchFailure failure, bool first) =>
        first || failure.IsOutage ? failure.At + Pause(failure.Attempts) : null;

    private static IEnumerable<TutorialAction> Cancel(TutorialView view) => view.LaunchingHash is null ? [] : [new CancelLaunch()];

    private static IEnumerable<TutorialAction> DecideLaunch(TutorialView view, WantedTutorial wanted, DateTimeOffset now)
    {
        if (view.LaunchingHash is { } launching)
            return launching == wanted.Hash ? [] : [new CancelLaunch()];
        var broken = view.Serving is { } serving && IsBeyondRepair(view, serving, now);
        if (view.Serving?.SpecHash == wanted.Hash && !broken)
            return [];
        var first = view.Serving is null || broken;
        return MayLaunch(view.Failure, wanted, first, now) ? [new Launch(wanted, first, Beside: Beside(view, wanted))] : [];
    }

    private static string? Beside(TutorialView view, WantedTutorial wanted) =>
        view is { Repairing: false, Misses: 0, Serving: { Running: true } serving } && serving.FrameHash == wanted.Frame ? serving.Id : null;

    private static bool MayLaunch(LaunchFailure? failure, WantedTutorial wanted, bool first, DateTimeOffset now) =>
        failure is null || failure.Hash != wanted.Hash || failure.Generation != wanted.Generation || now >= RetryAt(failure, first);

    private static bool IsBeyondRepair(TutorialView view, ContainerFact serving, DateTimeOffset now) =>
        view.Repairs.InARow >= RepairLimit && !view.Repairing && IsRepairDue(view, now) && IsBroken(view, serving) is not null;

    private static bool IsRepairDue(TutorialView view, DateTimeOffset now) =>
        view.Repairs.InARow == 0 || now >= view.Repairs.LastAt + Pause(view.Repairs.InARow);

    private static bool IsRemade(TutorialView view, string? hash) => hash is not null && view.Serving?.SpecHash == hash;

    private static IEnumerable<TutorialAction> DecideRepair(TutorialView view, DateTimeOffset now)
    {
        if (view.Serving is not { } serving || view.Repairing || IsBroken(view, serving) is not { } reason)
            return [];
        return IsRepairDue(view, now) ? [new Repair(serving.Id, reason)] : [];
    }

    private static string? IsBroken(TutorialView view, ContainerFact serving) =>
        !serving.Running ? "the container has ended"
        : view.Misses >= MissLimit ? $"Jupyter has not answered {view.Misses} times in a row"
        : null;

    private static IEnumerable<TutorialAction> DecideRetirement(TutorialView view, DateTimeOffset now)
    {
        var drained = view.Switch is null || IsDrained(view.Switch, now);
        foreach (var container in view.Containers)
        {
            if (container.Id == view.Serving?.Id)
                continue;
            // A candidate belongs to the launch under way; without one it is what a dead agent left behind.
            if (container.Promoted ? drained : view.LaunchingHash is null)
                yield return new Retire(container.Id);
        }
    }

    private static bool IsDrained(SwitchFact change, DateTimeOffset now) =>
        now >= change.At + (change.Reported ? Drain : LongestDrain);

    private static TimeSpan Pause(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Clamp(attempts, 0, 10))));
}
