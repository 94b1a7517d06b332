using Mux.Fleet;

namespace Mux.Orders;

/// <summary>What an author or organizer wants deployed, as it was typed.</summary>
/// <param name="Note">For attendees in use; may be empty.</param>
/// <param name="Deadline">From now until attendees who chose nothing get it; null: none.</param>
/// <param name="BreakAt">When attendees who chose the break get it; null: none.</param>
internal sealed record DeployOrder(string? Tutorial, string? Image, string Note = "", TimeSpan? Deadline = null, DateTimeOffset? BreakAt = null)
{
    private const int MaxNote = 500;
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Null when attendees are not to be asked.</summary>
    public ConsentTerms? TermsAt(DateTimeOffset now) => Deadline is null && BreakAt is null ? null : new ConsentTerms(BreakAt, now + Deadline);

    /// <summary>What is wrong with note, deadline and break; null when nothing is.</summary>
    public Refusal? Check(DateTimeOffset now) =>
        Note.Length > MaxNote ? new Refusal(RefusalKind.Invalid, "note", $"The note has {Note.Length} characters; attendees read it in a bar.", $"Shorten it to {MaxNote}.")
        : Deadline is { } deadline && (deadline < ShortestDeadline || deadline > Longest)
            ? new Refusal(RefusalKind.Invalid, "deadline", "The deadline must be from 10 seconds to 24 hours.", "Give for example 15m.")
        : BreakAt is { } at && (at <= now || at > now + Longest)
            ? new Refusal(RefusalKind.Invalid, "break", "The break must lie within the next 24 hours.", "Give a time of today, such as 10:30.")
        : null;

    /// <summary>The note on one line, without what a terminal would obey.</summary>
    public string CleanNote => new([.. Note.Trim().Select(c => char.IsControl(c) ? ' ' : c)]);
}
