namespace Mux.ApiModel;

/// <summary>An attendee who asks for help.</summary>
/// <param name="Id"><c>q-</c> and eight characters.</param>
/// <param name="Tutorial">Empty: none in particular.</param>
/// <param name="Note">The attendee's own words; may be empty.</param>
/// <param name="Helper">Who comes; empty while nobody does.</param>
/// <param name="Open"><c>nothing</c>, <c>asked</c>, <c>look</c> or <c>type</c>: what the attendee lets the helper do.</param>
/// <param name="OpenUntil">Null when nothing is open.</param>
internal sealed record HandInfo(string Id, string Attendee, string AttendeeName, string Tutorial, string Note, DateTimeOffset RaisedAt, string Helper, string Open, DateTimeOffset? OpenUntil);

/// <summary>Body of <c>POST hands/{id}/ask</c>.</summary>
/// <param name="Tutorial">Whose notebooks; the hand's own when not given.</param>
internal sealed record HandAskRequest(string? Tutorial);
