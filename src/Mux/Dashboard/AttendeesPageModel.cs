using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>Who logged in; the line first, then by name.</summary>
public sealed record AttendeesPageModel(ShellModel Shell, string Summary, string Search, IReadOnlyList<AttendeeRow> Rows, string Empty)
{
    private const int MaxRows = 500;

    /// <summary>What came of an order.</summary>
    public AttendeeNote Note { get; init; } = AttendeeNote.None;

    internal static AttendeesPageModel Of(ShellModel shell, FleetSnapshot snapshot, string search, DateTimeOffset now)
    {
        var positions = snapshot.Line.Values.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index + 1);
        var rows = snapshot.People.Where(attendee => attendee.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(attendee => positions.GetValueOrDefault(attendee.Id, int.MaxValue)).ThenBy(attendee => attendee.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaxRows)
            .Select(attendee => AttendeeRow.Of(attendee, snapshot, positions.TryGetValue(attendee.Id, out var position) ? position : null, now));
        return new AttendeesPageModel(
            shell,
            $"{snapshot.People.Count()} in all, {snapshot.People.Count(one => snapshot.Berths.ContainsKey(one.Id))} on a ship, {snapshot.Line.Count} waiting",
            search,
            [.. rows],
            !snapshot.People.Any() ? "Nobody has logged in yet." : "Nobody of that name.");
    }
}

/// <summary>One attendee in a line.</summary>
/// <param name="Ship">Empty while waiting.</param>
public sealed record AttendeeRow(string Id, string Name, Badge State, string Ship, string Since, string Notice)
{
    /// <summary>A new personal code can be made.</summary>
    public bool HasCode { get; init; }

    /// <summary>Address of the page that makes a new link; empty for who comes in otherwise.</summary>
    public string RosterPlace { get; init; } = "";

    /// <summary>Such as <c>2 logins</c>; empty: none.</summary>
    public string Logins { get; init; } = "";

    internal static AttendeeRow Of(Attendee attendee, FleetSnapshot snapshot, int? position, DateTimeOffset now)
    {
        var ship = snapshot.ShipOf(attendee.Id);
        var logins = snapshot.LoginIndex.Of(attendee.Id).Count(login => login.ExpiresAt > now);
        return new AttendeeRow(
            attendee.Id.Value,
            attendee.Name,
            ship is not null ? new Badge("on a ship", Tone.Good) : position is { } place ? new Badge($"waiting, place {place}", Tone.Warn) : new Badge("away", Tone.Quiet),
            ship?.Id.Value ?? "",
            Wording.Ago(attendee.CreatedAt, now),
            attendee.Notice)
        {
            HasCode = attendee.HasResumeCode,
            RosterPlace = attendee.Identity is { Issuer: RosterEntry.Issuer, Subject: var id } && snapshot.Roster.ContainsKey(new RosterId(id)) ? $"{RosterPages.Place}/{id}" : "",
            Logins = logins > 0 ? Wording.Count(logins, "login", "logins") : "",
        };
    }
}
