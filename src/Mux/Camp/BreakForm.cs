using System.Text.RegularExpressions;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>A session's breaks as people write them: <c>10:30-10:45, 2027-03-05 12:00-13:00</c>, in the session's zone; a time without a day is on the day of the opening.</summary>
internal static partial class BreakForm
{
    public const string Expected = "a break such as 10:30-10:45";

    /// <summary>Breaks in order of their beginnings, or what is wrong with one of them.</summary>
    /// <param name="text">Empty, or <c>none</c>: no breaks.</param>
    public static (EquatableList<SessionBreak> Breaks, string Error) Parse(string text, string zone, DateTimeOffset opens)
    {
        var breaks = new List<SessionBreak>();
        foreach (var one in text == "none" ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Written().Match(one);
            var from = match.Success ? ZoneTimes.Parse(match.Groups[1].Value, zone, opens) : $"'{(one.Length > 40 ? one[..40] + "…" : one)}' must be {Expected}";
            var until = from.Moment is { } start ? ZoneTimes.Parse(match.Groups[2].Value, zone, start) : from;
            if (until.Moment is not { } end)
            {
                return (EquatableList<SessionBreak>.Empty, until.Error);
            }

            breaks.Add(new SessionBreak(from.Moment!.Value, end));
        }

        return (new EquatableList<SessionBreak>([.. breaks.OrderBy(one => one.From)]), "");
    }

    /// <summary>As they may be written again.</summary>
    public static string Write(CampSession session) => string.Join(", ", session.Breaks.Items.Select(one => $"{From(one, session)}-{ZoneTimes.ShowTime(one.Until, session.Zone)}"));

    /// <summary>The same breaks on another day, when the opening moves to one.</summary>
    public static EquatableList<SessionBreak> Moved(CampSession before, DateTimeOffset opens)
    {
        var days = (opens.ToOffset(before.Opens.Offset).Date - before.Opens.Date).Days;
        return days == 0 ? before.Breaks : new EquatableList<SessionBreak>([.. before.Breaks.Items.Select(one => new SessionBreak(one.From.AddDays(days), one.Until.AddDays(days)))]);
    }

    private static string From(SessionBreak one, CampSession session)
    {
        var sameDay = ZoneTimes.ShowDay(one.From, session.Zone) == ZoneTimes.ShowDay(session.Opens, session.Zone);
        return sameDay ? ZoneTimes.ShowTime(one.From, session.Zone) : $"{ZoneTimes.ShowDay(one.From, session.Zone)} {ZoneTimes.ShowTime(one.From, session.Zone)}";
    }

    [GeneratedRegex(@"\A(.*\d\d:\d\d)\s*(?:-|–|to)\s*((?:\d{4}-\d\d-\d\d )?\d\d:\d\d)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Written();
}
