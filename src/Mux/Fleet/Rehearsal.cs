using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Opaque random name of a rehearsal.</summary>
internal readonly record struct RehearsalId(string Value)
{
    public static RehearsalId New() => new("re-" + RandomName.Of(8));

    public override string ToString() => Value;
}

/// <summary>How far a rehearsal is.</summary>
internal enum RehearsalState
{
    Running,

    /// <summary>What it changed about the camp is being put back.</summary>
    ClearingUp,

    /// <summary>It went through to its end; whether the camp passed is the report's to say.</summary>
    Done,

    /// <summary>Somebody stopped it, or it gave way to people.</summary>
    Stopped,

    /// <summary>The mux ended in the middle of it; the next start cleared up.</summary>
    Interrupted,
}

/// <summary>
/// The day played through with stand-ins instead of attendees. What it changes about the camp stands here before it is changed, so that whoever ends it,
/// be it a restarted mux, can put all of it back.
/// </summary>
/// <param name="Seats">How many stand-ins.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Until">When it is broken off at the latest.</param>
/// <param name="Tutorial">Whose notebook the stand-ins open, and whose image is changed.</param>
/// <param name="GoalBefore">To be put back.</param>
internal sealed record Rehearsal(RehearsalId Id, int Seats, string By, DateTimeOffset StartedAt, DateTimeOffset Until, string Tutorial, GoalBefore GoalBefore)
{
    public RehearsalState State { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>It goes on although people work on ships.</summary>
    public bool Force { get; init; }

    /// <summary>The image to deploy, <c>repository@sha256:…</c>; empty: the one before, if there is one.</summary>
    public string Image { get; init; } = "";

    /// <summary>Why it shall stop; empty while it shall not.</summary>
    public string StopReason { get; init; } = "";

    /// <summary>Who is at work in place of attendees; they end with the rehearsal.</summary>
    public ImmutableArray<AttendeeId> StandIns { get; init; } = [];

    /// <summary>What the tutorial ran before another image was deployed; empty until then.</summary>
    public string ImageBefore { get; init; } = "";

    public ImmutableArray<RehearsalStep> Steps { get; init; } = [];

    /// <summary>Null until it has ended.</summary>
    public RehearsalReport? Report { get; init; }

    public bool IsOver => State is not (RehearsalState.Running or RehearsalState.ClearingUp);

    /// <summary>Its name where it gives orders: rollouts, and the audit log.</summary>
    public string Actor => $"rehearsal {Id}";

    /// <summary>With a step's newest word; a step that is not there yet comes last.</summary>
    public Rehearsal With(RehearsalStep step) => Steps.Any(one => one.Name == step.Name)
        ? this with { Steps = [.. Steps.Select(one => one.Name == step.Name ? step : one)] }
        : this with { Steps = Steps.Add(step) };
}

/// <summary>The goal as it stood when the rehearsal began.</summary>
internal sealed record GoalBefore(int Ships, GoalRule Rule, string Why);

internal enum StepState
{
    Running,
    Done,
    Failed,
    Skipped,
}

/// <summary>One thing that a rehearsal does.</summary>
/// <param name="Detail">How far it is, or what became of it, in a sentence for people.</param>
internal sealed record RehearsalStep(string Name, StepState State, string Detail, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
