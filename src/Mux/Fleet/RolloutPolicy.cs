namespace Mux.Fleet;

/// <summary>How rollouts proceed.</summary>
/// <param name="Canary">Ships that must take the image before the others get it.</param>
/// <param name="Parallel">Ships that change at the same time.</param>
/// <param name="MaxFailures">Failures that halt it.</param>
/// <param name="Patience">From the order until a ship that says nothing counts as failed.</param>
internal sealed record RolloutPolicy(int Canary, int Parallel, int MaxFailures, TimeSpan Patience)
{
    /// <summary>Ships in use that change together, at most.</summary>
    public int Wave { get; init; } = Parallel;

    /// <summary>Between two waves of ships in use.</summary>
    public TimeSpan WavePause { get; init; }

    /// <summary>Ships that fetch the image at the same time.</summary>
    public int PullParallel { get; init; } = 100;

    /// <summary>From the order to fetch until a ship that does not have it is given up.</summary>
    public TimeSpan PullPatience { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A ship that cannot get the image counts as a failure; else it is skipped.</summary>
    public bool PullFailureCounts { get; init; }
}
