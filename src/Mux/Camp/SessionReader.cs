using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>A session of the file, and how it stands there: the file speaks anew when that changes.</summary>
internal sealed record SessionDefinition(CampSession Session, string Text);

/// <summary>Reads the list <c>sessions</c>.</summary>
internal static class SessionReader
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["timeZone"] = "time_zone", ["noShows"] = "no_shows", ["warmBy"] = "warm_by", ["reservedFor"] = "reserved_for",
    };

    public static ImmutableArray<SessionDefinition> Read(YamlSection root, int maxShips)
    {
        var zone = root.Text("time_zone");
        if (zone.Length > 0 && !ZoneTimes.IsZone(zone))
        {
            root.Refuse("time_zone", $"'{zone}' is not a time zone: {ZoneTimes.ZoneFix(zone)}");
            zone = "Etc/UTC";
        }

        var sessions = ImmutableArray.CreateBuilder<SessionDefinition>();
        var table = Timetable.Empty;
        foreach (var section in root.Sections("sessions"))
        {
            if (Read(section, zone, maxShips, table) is { } definition)
            {
                sessions.Add(definition);
                table = table.With(definition.Session);
            }
        }

        return sessions.ToImmutable();
    }

    private static SessionDefinition? Read(YamlSection section, string zone, int maxShips, Timetable others)
    {
        var form = ReadForm(section);
        section.Finish();
        var reading = SessionFormReader.Read(form, null, zone);
        foreach (var (field, error) in reading.Errors)
        {
            section.Refuse(Keys.GetValueOrDefault(field, field), error);
        }

        if (reading.Session is not { } session || form.Name.Length == 0)
        {
            return null;
        }

        if (SessionRules.Check(session, others, maxShips, now: null) is { } conflict)
        {
            section.Refuse(Keys.GetValueOrDefault(conflict.Field, conflict.Field), $"{conflict.Why} {conflict.Fix}");
        }

        return new SessionDefinition(session, $"{form} in {zone}");
    }

    private static SessionForm ReadForm(YamlSection section) => new(CampReader.ReadName(section, "name", "morning"))
    {
        Title = Said(section, "title"),
        TimeZone = Said(section, "time_zone"),
        Opens = Said(section, "opens"),
        Closes = Said(section, "closes"),
        Seats = Number(section, "seats", 1),
        Spare = Number(section, "spare", 0),
        NoShows = Number(section, "no_shows", 0),
        WarmBy = Said(section, "warm_by"),
        Doors = Said(section, "doors"),
        Reserved = Number(section, "reserved", 0),
        ReservedFor = Said(section, "reserved_for"),
        Breaks = section.Has("breaks") ? string.Join(", ", section.Texts("breaks")) : null,
    };

    private static string? Said(YamlSection section, string key) => section.Text(key) is { Length: > 0 } text ? text : null;

    private static int? Number(YamlSection section, string key, int min) => section.Has(key) ? section.Number(key, min, min, 4096) : null;
}
