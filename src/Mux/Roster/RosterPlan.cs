using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Roster;

/// <summary>What a file says of one person that the list does not.</summary>
/// <param name="Line">Of the file.</param>
/// <param name="Before">Null: somebody new.</param>
internal sealed record RosterChange(int Line, RosterEntry? Before, RosterEntry After);

/// <summary>What taking a file in changes: for a look at it before, and for doing it.</summary>
internal sealed record RosterPlan(ImmutableArray<RosterChange> Changes, int Unchanged)
{
    public int Added => Changes.Count(change => change.Before is null);

    public int Changed => Changes.Length - Added;

    public static RosterPlan Of(FleetSnapshot snapshot, ImmutableArray<RosterRow> rows, DateTimeOffset now)
    {
        var known = snapshot.Roster.Values.ToDictionary(entry => entry.Email, StringComparer.OrdinalIgnoreCase);
        var changes = rows.Select(row => Of(row, known.GetValueOrDefault(row.Email), now)).Where(change => change.After != change.Before).ToImmutableArray();
        return new RosterPlan(changes, rows.Length - changes.Length);
    }

    private static RosterChange Of(RosterRow row, RosterEntry? before, DateTimeOffset now) => new(
        row.Line,
        before,
        (before ?? new RosterEntry(RosterId.New(), row.Name, row.Email, now)) with { Name = row.Name, Role = row.Role, Tutorials = new([.. row.Tutorials]), SeatGroup = row.SeatGroup });
}
