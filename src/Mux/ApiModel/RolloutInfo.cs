namespace Mux.ApiModel;

/// <summary>Body of <c>POST rollouts</c>.</summary>
/// <param name="Tutorial">A name from <c>camp.yaml</c>.</param>
/// <param name="Image">Any reference; a tag is resolved to a digest once, now.</param>
internal sealed record RolloutRequest(string? Tutorial, string? Image);

/// <summary>An image on its way to the ships.</summary>
/// <param name="Image"><c>repository@sha256:…</c></param>
/// <param name="Requested">The reference as it was typed.</param>
/// <param name="Previous">What ran before; ships that fail go back to it.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="State"><c>running</c>, <c>succeeded</c> or <c>halted</c>.</param>
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
    IReadOnlyList<RolloutShipInfo> Ships);

/// <summary>Ships of the rollout by how far they are.</summary>
internal sealed record RolloutCounts(int Total, int Waiting, int Pulling, int Starting, int Done, int Failed, int Gone);

/// <summary>One ship's part.</summary>
/// <param name="Step"><c>waiting</c>, <c>pulling</c>, <c>starting</c>, <c>done</c>, <c>failed</c> or <c>gone</c>.</param>
/// <param name="PullPercent">0 to 100 while pulling and the size is known; else null.</param>
/// <param name="Reason">One line; empty when there is nothing to say.</param>
/// <param name="Log">Last lines of a container that failed, the failing hook's output among them; raw.</param>
/// <param name="ExitCode">Of a container that failed.</param>
internal sealed record RolloutShipInfo(string Ship, string Step, int? PullPercent, string Reason, string Log, int ExitCode, DateTimeOffset At);

/// <summary>Answer to <c>POST rollouts</c> when the camp already runs that digest: nothing was started.</summary>
/// <param name="Unchanged">Always true.</param>
internal sealed record RolloutUnchanged(bool Unchanged, string Tutorial, string Image, string Detail);
