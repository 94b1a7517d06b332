namespace Mux.Fleet;

/// <summary>A ship in use that is to end, and serves on until its attendee's files are copied away or its time is up.</summary>
/// <param name="Generation">From this one on its agent knows.</param>
internal sealed record Departure(TerminationCause Cause, string Reason, ulong Generation, DateTimeOffset Until);
