using Mux.Fleet;

namespace Mux.Camp;

/// <summary>A session as somebody wrote it, in the file, on a page or for the API. Null: not said.</summary>
internal sealed record SessionForm(string Name)
{
    public string? Title { get; init; }

    /// <summary>IANA name; the camp's when not said.</summary>
    public string? TimeZone { get; init; }

    public string? Opens { get; init; }

    public string? Closes { get; init; }

    public int? Seats { get; init; }

    public int? Spare { get; init; }

    /// <summary>Of a hundred.</summary>
    public int? NoShows { get; init; }

    /// <summary>A time before the opening (<c>15m</c>) or a moment (<c>08:45</c>).</summary>
    public string? WarmBy { get; init; }

    /// <summary><c>time</c>, <c>ready</c> or <c>hand</c></summary>
    public string? Doors { get; init; }

    public int? Reserved { get; init; }

    /// <summary>As <see cref="BreakForm"/> reads it; empty or <c>none</c>: no breaks.</summary>
    public string? Breaks { get; init; }

    /// <summary>From the opening until reserved seats that nobody claimed are anybody's.</summary>
    public string? ReservedFor { get; init; }
}

/// <summary>Either the session or what is wrong, field by field as in <see cref="SessionForm"/>.</summary>
internal sealed record SessionReading(CampSession? Session, IReadOnlyList<(string Field, string Error)> Errors);

/// <summary>Makes a session of a form, or of a form and the session that it changes.</summary>
internal sealed class SessionFormReader
{
    private static readonly TimeSpan WarmBefore = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReservedAfter = TimeSpan.FromMinutes(15);

    private readonly List<(string Field, string Error)> errors = [];

    private SessionFormReader()
    {
    }

    /// <param name="before">What counts for all that the form does not say; null for a new session.</param>
    /// <param name="campZone">IANA name; empty when the camp has none.</param>
    public static SessionReading Read(SessionForm form, CampSession? before, string campZone)
    {
        var reader = new SessionFormReader();
        var session = reader.Make(form, before, form.TimeZone ?? before?.Zone ?? campZone);
        return reader.errors.Count == 0 ? new SessionReading(session, []) : new SessionReading(null, reader.errors);
    }

    private CampSession? Make(SessionForm form, CampSession? before, string zone)
    {
        if (!ZoneTimes.IsZone(zone))
        {
            errors.Add(("timeZone", zone.Length == 0 ? "is missing: write an IANA name such as Europe/Berlin" : $"'{zone}' is not a time zone: {ZoneTimes.ZoneFix(zone)}"));
            return null;
        }

        var opens = Moment("opens", form.Opens, zone, before?.Opens, before?.Opens);
        var closes = Moment("closes", form.Closes, zone, before?.Closes, opens);
        var warm = WarmBy(form.WarmBy, zone, opens, before);
        var kept = Length("reservedFor", form.ReservedFor) ?? before?.ReservedUntil - before?.Opens ?? ReservedAfter;
        return new CampSession(form.Name, opens, closes)
        {
            Title = form.Title ?? before?.Title ?? form.Name,
            Zone = zone,
            Seats = form.Seats ?? before?.Seats ?? Missing("seats", "60"),
            Spare = form.Spare ?? before?.Spare ?? 0,
            NoShows = form.NoShows ?? before?.NoShows ?? 0,
            WarmBy = warm,
            Doors = Doors(form.Doors) ?? before?.Doors ?? DoorsRule.Time,
            Reserved = form.Reserved ?? before?.Reserved ?? 0,
            ReservedUntil = opens + kept,
            Breaks = Breaks(form.Breaks, zone, opens, before),
        };
    }

    private DateTimeOffset Moment(string field, string? text, string zone, DateTimeOffset? before, DateTimeOffset? day)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return before ?? new DateTimeOffset(Missing(field, "2027-03-04 09:00"), TimeSpan.Zero);
        }

        var read = ZoneTimes.Parse(text, zone, day == default(DateTimeOffset) ? null : day);
        if (read.Moment is not { } moment)
        {
            errors.Add((field, read.Error));
        }

        return read.Moment ?? default;
    }

    private DateTimeOffset WarmBy(string? text, string zone, DateTimeOffset opens, CampSession? before)
    {
        var lead = before?.Opens - before?.WarmBy ?? WarmBefore;
        if (opens == default)
        {
            return opens;
        }

        return string.IsNullOrWhiteSpace(text) ? opens - lead
            : Units.Time(text.Trim()) is { } early ? opens - early
            : Moment("warmBy", text, zone, null, opens);
    }

    private EquatableList<SessionBreak> Breaks(string? text, string zone, DateTimeOffset opens, CampSession? before)
    {
        if (text is null || opens == default)
        {
            return before is null ? EquatableList<SessionBreak>.Empty : BreakForm.Moved(before, opens);
        }

        var (breaks, error) = BreakForm.Parse(text, zone, opens);
        if (error.Length > 0)
        {
            errors.Add(("breaks", error));
        }

        return breaks;
    }

    private TimeSpan? Length(string field, string? text)
    {
        var length = string.IsNullOrWhiteSpace(text) ? null : Units.Time(text.Trim());
        if (length is null && !string.IsNullOrWhiteSpace(text))
        {
            errors.Add((field, $"'{text}' must be {Units.TimeExpected}"));
        }

        return length;
    }

    private DoorsRule? Doors(string? text)
    {
        DoorsRule? rule = text switch { "time" => DoorsRule.Time, "ready" => DoorsRule.Ready, "hand" => DoorsRule.Hand, _ => null };
        if (rule is null && !string.IsNullOrEmpty(text))
        {
            errors.Add(("doors", $"'{text}' must be time, ready or hand"));
        }

        return rule;
    }

    private int Missing(string field, string example)
    {
        errors.Add((field, $"is missing: write for example {example}"));
        return 0;
    }
}
