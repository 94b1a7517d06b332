using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>The camp's sessions in order of their openings. No two overlap. Immutable.</summary>
internal sealed class Timetable
{
    public static readonly Timetable Empty = new([]);

    private Timetable(ImmutableArray<CampSession> sessions) => Sessions = sessions;

    public ImmutableArray<CampSession> Sessions { get; }

    public bool IsEmpty => Sessions.IsEmpty;

    public static Timetable Of(IEnumerable<CampSession> sessions) => new([.. sessions.OrderBy(session => session.Opens).ThenBy(session => session.Name, StringComparer.Ordinal)]);

    public CampSession? Find(string name) => Sessions.FirstOrDefault(session => session.Name == name);

    /// <summary>With a new session, or another form of one.</summary>
    public Timetable With(CampSession session) => Of(Sessions.Where(other => other.Name != session.Name).Append(session));

    public Timetable Without(string name) => new([.. Sessions.Where(session => session.Name != name)]);

    /// <summary>The session that is on; null between sessions.</summary>
    public CampSession? Current(DateTimeOffset now) => Sessions.FirstOrDefault(session => session.IsOpenAt(now));

    /// <summary>The first that has not opened yet.</summary>
    public CampSession? Next(DateTimeOffset now) => Sessions.FirstOrDefault(session => session.Opens > now);

    /// <summary>The session that a ship made at this moment was made for: the first that closes after it; null after the last.</summary>
    public CampSession? MadeFor(DateTimeOffset made) => Sessions.FirstOrDefault(session => session.Closes > made);

    /// <summary>The next break of the session that is on; with none on, of the one that opens next. Null where none is to come within a day.</summary>
    public NextBreak? NextBreak(DateTimeOffset now) => (Current(now) ?? Next(now)) is { } session
        ? session.Breaks.Items.Where(one => one.From > now && one.From < session.Closes && one.From - now < TimeSpan.FromDays(1)).Select(one => new NextBreak(session, one)).FirstOrDefault()
        : null;

    /// <summary>The last that has closed.</summary>
    public CampSession? Last(DateTimeOffset now) => Sessions.LastOrDefault(session => session.Closes <= now);

    /// <summary>A session closed after <paramref name="then"/>.</summary>
    public bool ClosedSince(DateTimeOffset then, DateTimeOffset now) => Sessions.Any(session => session.Closes > then && session.Closes <= now);
}
