namespace Mux.ApiModel;

/// <summary>Body of <c>POST ships/bulk</c>. At least one of the others beside the action must be said: no order is for all ships by accident.</summary>
/// <param name="Action"><c>terminate</c> (and want as many fewer), <c>replace</c> (others are launched) or <c>retry</c> (what failed there).</param>
/// <param name="Ships">Ids. Null: all that live and match what follows.</param>
/// <param name="State">A state, or <c>failed</c>, <c>silent</c>, <c>quarantined</c>.</param>
/// <param name="Tutorial">With <paramref name="Phase"/>: how this tutorial stands there.</param>
/// <param name="Phase"><c>ready</c>, <c>coming</c>, <c>failed</c> or <c>behind</c></param>
/// <param name="Session">Ships made for this session.</param>
/// <param name="Text">Part of an id, a name, a reason; the beginning of a digest.</param>
/// <param name="DryRun">Only tells which ships it would be, and who is on them.</param>
internal sealed record BulkRequest(
    string? Action, IReadOnlyList<string>? Ships = null, string? State = null, string? Tutorial = null, string? Phase = null, string? Session = null, string? Text = null, bool DryRun = false);

/// <summary>What came of it, or would.</summary>
/// <param name="Ships">Those that it was done on; for a dry run, those that it would be.</param>
/// <param name="Attendees">Names of who worked on them.</param>
/// <param name="Passed">Ships for which the order made no sense any more.</param>
/// <param name="Goal">Ships wanted after it.</param>
internal sealed record BulkInfo(string Action, bool DryRun, IReadOnlyList<string> Ships, IReadOnlyList<string> Attendees, int Passed, int Goal);
