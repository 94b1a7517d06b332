using Mux.Fleet;

namespace Mux.Orders;

/// <summary>What an author or organizer wants deployed, as it was typed.</summary>
/// <param name="Note">For attendees in use; may be empty.</param>
/// <param name="Deadline">From now until attendees who chose nothing get it; null: none.</param>
/// <param name="BreakAt">When attendees who chose the break get it; null: none.</param>
internal sealed record DeployOrder(string? Tutorial, string? Image, string Note = "", TimeSpan? Deadline = null, DateTimeOffset? BreakAt = null)
{
    /// <summary>Attendees are asked, and the break is the next that a session names.</summary>
    public bool AtNextBreak { get; init; }

    private const int MaxNote = 500;
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Null when attendees are not to be asked.</summary>
    /// <param name="sessions">Whose next break counts when attendees are asked and no other was named.</param>
    public ConsentTerms? TermsAt(DateTimeOffset now, Timetable sessions)
    {
        if (Deadline is null && BreakAt is null && !AtNextBreak)
        {
            return null;
        }

        var next = BreakAt is null ? sessions.NextBreak(now) : null;
        return new ConsentTerms(BreakAt ?? next?.Break.From, now + Deadline) { BreakOf = next?.Session.Name ?? "" };
    }

    /// <summary>What is wrong with note, deadline and break; null when nothing is.</summary>
    public Refusal? Check(DateTimeOffset now, Timetable sessions) =>
        Note.Length > MaxNote ? new Refusal(RefusalKind.Invalid, "note", $"The note has {Note.Length} characters; attendees read it in a bar.", $"Shorten it to {MaxNote}.")
        : Deadline is { } deadline && (deadline < ShortestDeadline || deadline > Longest)
            ? new Refusal(RefusalKind.Invalid, "deadline", "The deadline must be from 10 seconds to 24 hours.", "Give for example 15m.")
        : BreakAt is { } at && (at <= now || at > now + Longest)
            ? new Refusal(RefusalKind.Invalid, "break", "The break must lie within the next 24 hours.", "Give a time of today, such as 10:30.")
        : AtNextBreak && BreakAt is null && sessions.NextBreak(now) is null
            ? new Refusal(RefusalKind.Conflict, "break", "No session names a break that is still to come.", "Give a time of today, such as 10:30, or name the session's breaks ('mux session change NAME --break 10:30-10:45').")
        : null;

    /// <summary>The note on one line, without what a terminal would obey.</summary>
    public string CleanNote => new([.. Note.Trim().Select(c => char.IsControl(c) ? ' ' : c)]);
}
