namespace Mux.Fleet;

/// <summary>How one ship stands in a rollout.</summary>
internal enum RolloutStep
{
    /// <summary>Not told anything yet.</summary>
    Waiting,

    /// <summary>Told to have the image; what serves goes on.</summary>
    Pulling,

    /// <summary>Has the image and waits for its turn.</summary>
    Pulled,

    /// <summary>Told to run it.</summary>
    Starting,
    Done,
    Failed,

    /// <summary>Could not get the image and goes on with the one it has.</summary>
    Skipped,

    /// <summary>The ship ended before it was done.</summary>
    Gone,
}

/// <summary>One ship's part in a rollout.</summary>
internal sealed record RolloutShip(ShipId Ship, RolloutStep Step, string Reason, string Log, int ExitCode, DateTimeOffset At)
{
    /// <summary>What it was to run when it was told; empty before that.</summary>
    public string Before { get; init; } = "";

    /// <summary>An attendee had it when it was told.</summary>
    public bool InUse { get; init; }

    /// <summary>It took new content into the container that runs: nothing was started again.</summary>
    public bool ContentOnly { get; init; }

    public bool IsOver => Step is RolloutStep.Done or RolloutStep.Failed or RolloutStep.Skipped or RolloutStep.Gone;
}
