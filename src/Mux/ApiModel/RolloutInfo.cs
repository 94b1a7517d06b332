namespace Mux.ApiModel;

/// <summary>Body of <c>POST rollouts</c>.</summary>
/// <param name="Tutorial">A name from <c>camp.yaml</c>.</param>
/// <param name="Image">Any reference; a tag is resolved to a digest once, now.</param>
/// <param name="Note">For attendees in use, at most 500 characters; null or empty: none.</param>
/// <param name="DeadlineSeconds">From now until attendees who chose nothing get it, 10 to 86400. With neither this nor <paramref name="BreakAt"/> they are not asked.</param>
/// <param name="BreakAt">When attendees who chose the break get it: within a day from now. Null: where they are asked, the next break that a session names, if one does.</param>
/// <param name="NextBreak">They are asked, and the break is the next that a session names.</param>
internal sealed record RolloutRequest(string? Tutorial, string? Image, string? Note = null, int? DeadlineSeconds = null, DateTimeOffset? BreakAt = null, bool NextBreak = false);

/// <summary>Body of <c>POST rollouts/{id}/rollback</c>.</summary>
/// <param name="To">A digest or at least 6 characters of one, or the id of the rollout that brought it; null or empty: what ran before that rollout.</param>
internal sealed record RollbackRequest(string? To);

/// <summary>An image on its way to the ships.</summary>
/// <param name="Image"><c>repository@sha256:…</c></param>
/// <param name="Requested">The reference as it was typed.</param>
/// <param name="Previous">What ran before; ships that fail go back to it.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="State"><c>running</c>, <c>paused</c>, <c>succeeded</c>, <c>halted</c> or <c>rolledBack</c>.</param>
/// <param name="Ships">By id; fills up as the rollout reaches them.</param>
internal sealed record RolloutInfo(
    string Id,
    string Tutorial,
    string Image,
    string Requested,
    string Previous,
    string By,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string State,
    RolloutCounts Counts,
    IReadOnlyList<RolloutShipInfo> Ships)
{
    /// <summary><c>pulling</c>, <c>canary</c>, <c>idle</c>, <c>inUse</c>, or <c>over</c>: what it is at while it runs.</summary>
    public string Phase { get; init; } = "";

    /// <summary>What the author says to attendees.</summary>
    public string Note { get; init; } = "";

    /// <summary>When attendees who chose nothing get it.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When attendees who chose the break get it.</summary>
    public DateTimeOffset? BreakAt { get; init; }

    /// <summary>The session whose break it is; empty when the author named a time.</summary>
    public string BreakOf { get; init; } = "";

    /// <summary>The rollout that this one takes back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The digest that <see cref="Requested"/> means by now, when somebody moved the tag; empty else. The rollout goes on with its own.</summary>
    public string MovedTo { get; init; } = "";
}

/// <summary>Ships of the rollout by how far they are.</summary>
internal sealed record RolloutCounts(int Total, int Waiting, int Pulling, int Pulled, int Starting, int Done, int Failed, int Skipped, int Gone);

/// <summary>One ship's part.</summary>
/// <param name="Step"><c>waiting</c>, <c>pulling</c>, <c>pulled</c>, <c>starting</c>, <c>done</c>, <c>failed</c>, <c>skipped</c> or <c>gone</c>.</param>
/// <param name="PullPercent">0 to 100 while pulling and the size is known; else null.</param>
/// <param name="Reason">One line; empty when there is nothing to say.</param>
/// <param name="Log">Last lines of a container that failed, the failing hook's output among them; raw.</param>
/// <param name="ExitCode">Of a container that failed.</param>
internal sealed record RolloutShipInfo(string Ship, string Step, int? PullPercent, string Reason, string Log, int ExitCode, DateTimeOffset At)
{
    /// <summary><c>sha256:…</c> that serves now; empty when none does.</summary>
    public string Running { get; init; } = "";

    /// <summary>Whose ship it is; null when nobody's.</summary>
    public string? Attendee { get; init; }

    /// <summary><c>now</c> or <c>break</c>; null when nothing was chosen.</summary>
    public string? Choice { get; init; }

    /// <summary>Until when its attendee is left alone; null: not asked.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Only content came, into the container that runs.</summary>
    public bool ContentOnly { get; init; }
}

/// <summary>Answer to <c>POST rollouts</c> when the camp already runs that digest: nothing was started.</summary>
/// <param name="Unchanged">Always true.</param>
internal sealed record RolloutUnchanged(bool Unchanged, string Tutorial, string Image, string Detail);
