namespace Mux.ApiModel;

/// <summary>Something that needs the organizers, or did. Text may hold words of a ship: capped, without control characters, to be escaped.</summary>
/// <param name="Kind"><c>stuckBoots</c>, <c>failingImage</c>, <c>shipDisk</c>, <c>muxDisk</c>, <c>noCapacity</c>, <c>launches</c>, <c>certificate</c>, <c>agentCertificates</c>, <c>homes</c> or <c>shipsLost</c>.</param>
/// <param name="Subject">Tells it from others of its kind.</param>
/// <param name="Severity"><c>warning</c> or <c>bad</c></param>
/// <param name="Fix">What to do.</param>
/// <param name="Output">What the failing container, or its hook, wrote last; empty for most.</param>
/// <param name="Ship">An example, where ships are concerned; null else.</param>
/// <param name="Url">Path of the organizers' page to look at.</param>
/// <param name="ClearedAt">Null while it lasts.</param>
internal sealed record AlertInfo(
    string Id, string Kind, string Subject, string Severity, string Text, string Fix, string Output, string? Ship, string? Rollout, string Url, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt);

/// <summary>What the webhook is sent.</summary>
/// <param name="Event"><c>raised</c>, <c>worsened</c>, <c>cleared</c> or <c>test</c></param>
/// <param name="Camp">The camp's name.</param>
internal sealed record AlertMessage(string Event, string Camp, DateTimeOffset At, AlertInfo Alert);

/// <summary>What came of a test of the webhook.</summary>
/// <param name="Receiver">The host that was asked.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Answer">The beginning of the answer's text; or why none came.</param>
internal sealed record AlertTestInfo(bool Delivered, string Receiver, int? Status, string Answer, int Milliseconds);
