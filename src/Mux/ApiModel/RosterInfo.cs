namespace Mux.ApiModel;

/// <summary>Somebody who is expected. No link: only its hash is kept.</summary>
/// <param name="Id"><c>p-</c> and eight characters.</param>
/// <param name="Role"><c>attendee</c>, <c>helper</c>, <c>author</c> or <c>organizer</c>.</param>
/// <param name="Link"><c>none</c>, <c>open</c>, <c>used</c> or <c>expired</c>.</param>
/// <param name="MailedAt">When the last mail was taken by the mail server.</param>
/// <param name="MailTrouble">Why it was not; empty otherwise.</param>
internal sealed record RosterInfo(string Id, string Name, string Email, string Role, IReadOnlyList<string> Tutorials, string Group, string Link, DateTimeOffset? LinkExpiresAt, DateTimeOffset? MailedAt, string MailTrouble);

/// <summary>Answer to an import.</summary>
/// <param name="Errors">With any of them nothing was changed.</param>
internal sealed record RosterImportInfo(int Added, int Changed, int Unchanged, IReadOnlyList<RosterFault> Errors);

/// <summary>What is wrong in which line of the file.</summary>
internal sealed record RosterFault(int Line, string Field, string Message);

/// <summary>A link that was just made. It is shown this once.</summary>
internal sealed record RosterLinkInfo(string Name, string Email, string Url, DateTimeOffset ExpiresAt);

/// <summary>Answer to a round of mailing; ask again while <paramref name="Left"/> is not 0.</summary>
internal sealed record RosterMailInfo(int Sent, IReadOnlyList<RosterInfo> Refused, int Left);
