using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How a rollout as a whole stands.</summary>
internal enum RolloutState
{
    Running,
    Succeeded,

    /// <summary>Stopped after failures; ships that failed went back to the image before.</summary>
    Halted,
}

/// <summary>How one ship stands in a rollout.</summary>
internal enum RolloutStep
{
    Waiting,
    Pulling,
    Starting,
    Done,
    Failed,

    /// <summary>The ship ended before it was done.</summary>
    Gone,
}

/// <summary>One ship's part in a rollout.</summary>
internal sealed record RolloutShip(ShipId Ship, RolloutStep Step, string Reason, string Log, int ExitCode, DateTimeOffset At)
{
    public bool IsOver => Step is RolloutStep.Done or RolloutStep.Failed or RolloutStep.Gone;
}

/// <summary>An image on its way to the ships.</summary>
/// <param name="Image"><c>repository@sha256:…</c>, resolved once when it was asked for.</param>
/// <param name="Previous">What the camp ran before; ships that fail go back to it.</param>
/// <param name="Requested">The reference as it was typed.</param>
internal sealed record Rollout(RolloutId Id, string Tutorial, string Image, string Requested, string Previous, string By, DateTimeOffset StartedAt)
{
    public RolloutState State { get; init; } = RolloutState.Running;

    public DateTimeOffset? EndedAt { get; init; }

    public ImmutableSortedDictionary<string, RolloutShip> Ships { get; init; } = ImmutableSortedDictionary<string, RolloutShip>.Empty;
}
