using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>Who logged in; the line first, then by name.</summary>
public sealed record AttendeesPageModel(ShellModel Shell, string Summary, string Search, IReadOnlyList<AttendeeRow> Rows, string Empty)
{
    private const int MaxRows = 500;

    internal static AttendeesPageModel Of(ShellModel shell, FleetSnapshot snapshot, string search, DateTimeOffset now)
    {
        var positions = snapshot.Line.Values.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index + 1);
        var rows = snapshot.People.Where(attendee => attendee.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(attendee => positions.GetValueOrDefault(attendee.Id, int.MaxValue)).ThenBy(attendee => attendee.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaxRows)
            .Select(attendee => AttendeeRow.Of(attendee, snapshot.ShipOf(attendee.Id), positions.TryGetValue(attendee.Id, out var position) ? position : null, now));
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
    internal static AttendeeRow Of(Attendee attendee, Ship? ship, int? position, DateTimeOffset now) => new(
        attendee.Id.Value,
        attendee.Name,
        ship is not null ? new Badge("on a ship", Tone.Good) : position is { } place ? new Badge($"waiting, place {place}", Tone.Warn) : new Badge("away", Tone.Quiet),
        ship?.Id.Value ?? "",
        Wording.Ago(attendee.CreatedAt, now),
        attendee.Notice);
}
