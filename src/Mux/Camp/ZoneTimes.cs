using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Mux.Camp;

/// <summary>Either the moment or what is wrong with the text, with what to write instead.</summary>
internal readonly record struct ZoneTime(DateTimeOffset? Moment, string Error)
{
    public static implicit operator ZoneTime(string error) => new(null, error);
}

/// <summary>
/// Times as people of a place write them. A time that a change of clocks leaves out, or that comes twice, is never guessed at.
/// </summary>
internal static class ZoneTimes
{
    public const string Expected = "a time such as 2027-03-04 09:00";

    private static readonly LocalDateTimePattern[] WithDay = [.. new[] { "uuuu-MM-dd HH:mm", "uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd HH:mm:ss", "uuuu-MM-dd'T'HH:mm:ss" }.Select(LocalDateTimePattern.CreateWithInvariantCulture)];
    private static readonly LocalTimePattern TimeOnly = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly OffsetPattern[] Offsets = [OffsetPattern.CreateWithInvariantCulture("Z+HH:mm"), OffsetPattern.CreateWithInvariantCulture("+HH")];

    /// <summary>Whether it is the IANA name of a zone.</summary>
    public static bool IsZone(string zone) => zone.Length is > 0 and <= 64 && DateTimeZoneProviders.Tzdb.Ids.Contains(zone);

    /// <summary>What to write in place of a name that is none.</summary>
    public static string ZoneFix(string zone)
    {
        var place = zone[(zone.LastIndexOf('/') + 1)..].Replace(' ', '_');
        var near = place.Length < 3 ? null : DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => id[(id.LastIndexOf('/') + 1)..].StartsWith(place, StringComparison.OrdinalIgnoreCase));
        return $"write an IANA name such as {near ?? "Europe/Berlin"}";
    }

    /// <param name="text"><c>2027-03-04 09:00</c>, <c>09:00</c> when there is a day to take it on, either with an offset such as <c>+01:00</c> behind it.</param>
    /// <param name="zone">IANA name, known to be one.</param>
    /// <param name="day">Whose day counts where the text names none; null: it must name one.</param>
    public static ZoneTime Parse(string text, string zone, DateTimeOffset? day)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        var (rest, offset) = SplitOffset(text.Trim());
        if (Local(rest, day is { } given ? Instant.FromDateTimeOffset(given).InZone(tz).Date : null) is not { } local)
        {
            return $"'{Short(text)}' must be {Expected}{(day is null ? "" : " or 17:00")}";
        }

        var map = tz.MapLocal(local);
        return map.Count switch
        {
            0 => $"'{Short(text)}' does not exist in {zone}: the clocks go from {Show(map.EarlyInterval.IsoLocalEnd)} to {Show(map.LateInterval.IsoLocalStart)}. Write a time before or after",
            _ when offset is { } wanted => map.First().Offset == wanted ? Moment(map.First()) : map.Last().Offset == wanted ? Moment(map.Last()) : $"'{Short(text)}' has an offset that {zone} does not have then: it is {map.First().Offset}",
            1 => Moment(map.Single()),
            _ => $"'{Short(text)}' comes twice in {zone}, when the clocks go back: write '{rest} {map.First().Offset:m}' or '{rest} {map.Last().Offset:m}'",
        };
    }

    /// <summary>For people, in the zone: <c>Thu 4 Mar 2027 09:00</c>.</summary>
    public static string Show(DateTimeOffset moment, string zone) => Zoned(moment, zone).ToString("ddd d MMM uuuu HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time of the day alone: <c>09:00</c>.</summary>
    public static string ShowTime(DateTimeOffset moment, string zone) => Zoned(moment, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day alone: <c>2027-03-04</c>.</summary>
    public static string ShowDay(DateTimeOffset moment, string zone) => Zoned(moment, zone).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>As it may be written again, with its offset: <c>2027-03-04 09:00 +01:00</c>.</summary>
    public static string Write(DateTimeOffset moment, string zone) => Zoned(moment, zone).ToString("uuuu-MM-dd HH:mm o<m>", CultureInfo.InvariantCulture);

    private static ZonedDateTime Zoned(DateTimeOffset moment, string zone) => Instant.FromDateTimeOffset(moment).InZone(DateTimeZoneProviders.Tzdb[zone]);

    private static ZoneTime Moment(ZonedDateTime time) => new(time.ToDateTimeOffset(), "");

    private static (string Local, Offset? Offset) SplitOffset(string text)
    {
        var at = text.Length < 6 ? -1 : text.LastIndexOfAny(['+', '-', 'Z']);
        if (at < 5 || text.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 0 || at < colon))
        {
            return (text, null);
        }

        var parsed = Offsets.Select(pattern => pattern.Parse(text[at..])).FirstOrDefault(result => result.Success);
        return parsed is null ? (text, null) : (text[..at].TrimEnd(), parsed.Value);
    }

    private static LocalDateTime? Local(string text, LocalDate? day)
    {
        if (day is { } date && TimeOnly.Parse(text) is { Success: true } time)
        {
            return date + time.Value;
        }

        return WithDay.Select(pattern => pattern.Parse(text)).FirstOrDefault(result => result.Success)?.Value is { Year: >= 2000 and <= 2200 } local ? local : null;
    }

    private static string Show(LocalDateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
