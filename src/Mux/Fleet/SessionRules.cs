using System.Globalization;

namespace Mux.Fleet;

/// <summary>What is wrong with a session: the field, a whole sentence, and what to do instead.</summary>
internal sealed record SessionConflict(string Field, string Why, string Fix);

/// <summary>What must hold for a session beside all the others.</summary>
internal static class SessionRules
{
    public const int MostSessions = 200;
    private const int MostBreaks = 20;

    /// <param name="others">A session of the same name in it is the one that changes.</param>
    /// <param name="now">Null for a file that is only read: then the past is not refused.</param>
    /// <returns>Null when all is well.</returns>
    public static SessionConflict? Check(CampSession session, Timetable others, int maxShips, DateTimeOffset? now) =>
        Times(session, now) ?? Breaks(session) ?? Numbers(session, maxShips) ?? Neighbours(session, others);

    private static SessionConflict? Times(CampSession session, DateTimeOffset? now) => session switch
    {
        _ when session.Closes <= session.Opens => new("closes", $"Session {session.Name} closes at {Utc(session.Closes)}, which is not after it opens at {Utc(session.Opens)}.", "Give a later closing."),
        _ when session.Closes - session.Opens > TimeSpan.FromDays(31) => new("closes", $"Session {session.Name} is open for more than a month.", "Give an earlier closing, or a session for each day."),
        _ when session.Closes <= now => new("closes", $"Session {session.Name} lies in the past: it closes at {Utc(session.Closes)}, and now it is {Utc(now.Value)}.", "Give a closing in the future."),
        _ when session.WarmBy > session.Opens => new("warmBy", $"Session {session.Name} would be warm at {Utc(session.WarmBy)}, after it opens at {Utc(session.Opens)}.", "Give a time before the opening, such as 15m."),
        _ => null,
    };

    private static SessionConflict? Breaks(CampSession session)
    {
        var breaks = session.Breaks.Items;
        var odd = breaks.Select((one, index) => (Break: one, Before: index == 0 ? (SessionBreak?)null : breaks[index - 1]))
            .FirstOrDefault(pair => pair.Break.Until <= pair.Break.From || pair.Break.From < session.Opens || pair.Break.Until > session.Closes || pair.Before?.Until > pair.Break.From);
        return breaks.Length > MostBreaks ? new("breaks", $"Session {session.Name} has {breaks.Length} breaks.", $"Give {MostBreaks} at most.")
            : odd.Break == default ? null
            : odd.Break.Until <= odd.Break.From ? new("breaks", $"A break of session {session.Name} ends at {Utc(odd.Break.Until)}, which is not after it begins at {Utc(odd.Break.From)}.", "Give a later end, such as 10:30-10:45.")
            : odd.Before?.Until > odd.Break.From ? new("breaks", $"Two breaks of session {session.Name} overlap at {Utc(odd.Break.From)}.", "Give breaks that do not.")
            : new("breaks", $"A break of session {session.Name}, from {Utc(odd.Break.From)} to {Utc(odd.Break.Until)}, is not inside of it: it is open from {Utc(session.Opens)} to {Utc(session.Closes)}.", "Give breaks inside the session, or change its times.");
    }

    private static SessionConflict? Numbers(CampSession session, int maxShips) => session switch
    {
        { Seats: < 1 } => new("seats", $"Session {session.Name} has {session.Seats} seats.", $"Give a number from 1 to {maxShips}."),
        { Spare: < 0 } => new("spare", $"Session {session.Name} has {session.Spare} spare ships.", "Give 0 or more."),
        { NoShows: < 0 or > 90 } => new("noShows", $"Session {session.Name} expects {session.NoShows} of a hundred not to come.", "Give a number from 0 to 90."),
        { Reserved: var reserved } when reserved < 0 || reserved > session.Seats => new("reserved", $"Session {session.Name} has {reserved} reserved of {session.Seats} seats.", $"Give a number from 0 to {session.Seats}."),
        _ when session.Wanted > maxShips => new(
            "seats", $"Session {session.Name} needs {session.Wanted} ships ({session.Seats} seats, {session.NoShows} % of them empty, {session.Spare} spare), but fleet.max_ships is {maxShips}.", "Give fewer seats or spare ships, or raise fleet.max_ships in camp.yaml."),
        _ => null,
    };

    private static SessionConflict? Neighbours(CampSession session, Timetable others)
    {
        var neighbour = others.Sessions.FirstOrDefault(other => other.Name != session.Name && other.Opens < session.Closes && session.Opens < other.Closes);
        return neighbour is not null
            ? new("opens", $"Session {session.Name} overlaps session {neighbour.Name}, which is open from {Utc(neighbour.Opens)} to {Utc(neighbour.Closes)}.", "Give times outside of it, or change that session first.")
            : others.Sessions.Length >= MostSessions && others.Find(session.Name) is null ? new("name", $"The camp has {MostSessions} sessions already.", "Remove one that is over.")
            : null;
    }

    private static string Utc(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
