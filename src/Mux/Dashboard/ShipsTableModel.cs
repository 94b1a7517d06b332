using Mux.Camp;
using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>The table of ships: what was asked for, and what of it is on this page.</summary>
/// <param name="Squares">All that match as squares; empty where they are too many for that.</param>
/// <param name="Matches">Ships that match, on all pages.</param>
/// <param name="Total">Ships that there are.</param>
/// <param name="MayOrder">Whoever looks may also change.</param>
public sealed record ShipsTableModel(ShipQuery Query, ShipChoices Choices, IReadOnlyList<StateFilter> Filters, IReadOnlyList<ShipSquare> Squares, IReadOnlyList<ShipRow> Rows, int Matches, int Total, bool MayOrder)
{
    private const int MostSquares = 600;

    public string? Earlier => Query.Page > 1 ? (Query with { Page = Query.Page - 1 }).Url : null;

    public string? Later => Query.Page * ShipQuery.PageSize < Matches ? (Query with { Page = Query.Page + 1 }).Url : null;

    public bool IsNarrowed => Query.Filter.IsNarrow;

    public string Shown => Matches <= Rows.Count ? Wording.Count(Matches, "ship", "ships") : $"{((Query.Page - 1) * ShipQuery.PageSize) + 1} to {((Query.Page - 1) * ShipQuery.PageSize) + Rows.Count} of {Matches} ships";

    public string Empty => Total == 0 ? "There are no ships yet. Set a goal, and the mux launches them." : "No ship matches.";

    // Rows are made for one page alone; what sorts and filters looks at the ships themselves, which are many.
    internal static ShipsTableModel Of(FleetSnapshot snapshot, CampDefinition camp, ShipQuery query, bool mayOrder, DateTimeOffset now)
    {
        var sorted = Sorted(query.Filter.Of(snapshot, now), query.Sort, snapshot, now).ToList();
        return new ShipsTableModel(
            query,
            ShipChoices.Of(snapshot, camp, query),
            Filtering(snapshot, query, now),
            sorted.Count > MostSquares ? [] : [.. sorted.Select(ship => ShipSquare.Of(ship, snapshot, now))],
            [.. sorted.Skip((query.Page - 1) * ShipQuery.PageSize).Take(ShipQuery.PageSize).Select(ship => ShipRow.Of(ship, snapshot, now))],
            sorted.Count,
            snapshot.Ships.Count,
            mayOrder);
    }

    private static List<StateFilter> Filtering(FleetSnapshot snapshot, ShipQuery query, DateTimeOffset now)
    {
        StateFilter One(string state, string text) => new(text, (query with { State = state, Page = 1 }).Url, snapshot.ShipList.Count(ship => ShipFilter.IsIn(ship, state, now)), query.State == state);
        return [One("", "all"), .. ShipFilter.States.Select(state => One(state, state)).Where(filter => filter.Count > 0 || filter.Here)];
    }

    private static IEnumerable<Ship> Sorted(IEnumerable<Ship> ships, string sort, FleetSnapshot snapshot, DateTimeOffset now) => sort switch
    {
        "ship" => ships.OrderBy(ship => ship.Id.Value, StringComparer.Ordinal),
        "state" => ships.OrderBy(ship => ship.State).ThenBy(ship => ship.StateSince).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal),
        "attendee" => ships.OrderBy(ship => ship.Attendee is null).ThenBy(ship => ShipWords.NameOf(ship, snapshot), StringComparer.OrdinalIgnoreCase).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal),
        "age" => ships.OrderBy(ship => ship.CreatedAt).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal),
        "report" => ships.OrderBy(ship => ship.Vitals.LastReportAt ?? DateTimeOffset.MinValue).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal),
        _ => ships.OrderByDescending(ship => ShipWords.NeedsAttention(ship, now)).ThenBy(ship => ship.State).ThenBy(ship => ship.CreatedAt).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal),
    };
}

/// <summary>A link that keeps one state.</summary>
public sealed record StateFilter(string Text, string Url, int Count, bool Here);

/// <summary>What the selects of the search offer.</summary>
public sealed record ShipChoices(IReadOnlyList<string> Tutorials, IReadOnlyList<string> Sessions)
{
    internal static ShipChoices Of(FleetSnapshot snapshot, CampDefinition camp, ShipQuery query) => new(
        [.. camp.Tutorials.Select(tutorial => tutorial.Name).Concat(Said(query.Tutorial)).Distinct()],
        [.. snapshot.Sessions.Sessions.Select(session => session.Name).Concat(Said(query.Session)).Distinct()]);

    // What the address asks for stays to be seen, though there is no such thing.
    private static IEnumerable<string> Said(string value) => value.Length > 0 ? [value] : [];
}
