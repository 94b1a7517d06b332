using Mux.Fleet;

namespace Mux.Dashboard;

/// <summary>The table of ships: what was asked for, and what of it is on this page.</summary>
/// <param name="Matches">Ships that match, on all pages.</param>
/// <param name="Total">Ships that there are.</param>
public sealed record ShipsTableModel(ShipQuery Query, IReadOnlyList<StateFilter> Filters, IReadOnlyList<ShipRow> Rows, int Matches, int Total)
{
    public string? Earlier => Query.Page > 1 ? (Query with { Page = Query.Page - 1 }).Url : null;

    public string? Later => Query.Page * ShipQuery.PageSize < Matches ? (Query with { Page = Query.Page + 1 }).Url : null;

    public bool IsNarrowed => Query.Text.Length > 0 || Query.State.Length > 0;

    public string Shown => Matches <= Rows.Count ? Wording.Count(Matches, "ship", "ships") : $"{((Query.Page - 1) * ShipQuery.PageSize) + 1} to {((Query.Page - 1) * ShipQuery.PageSize) + Rows.Count} of {Matches} ships";

    public string Empty => Total == 0 ? "There are no ships yet. Set a goal, and the mux launches them." : "No ship matches.";

    internal static ShipsTableModel Of(FleetSnapshot snapshot, ShipQuery query, DateTimeOffset now)
    {
        var all = snapshot.Ships.Values.Where(ship => query.State.Length == 0 ? ship.IsLive : Word(ship.State) == query.State)
            .Select(ship => (Ship: ship, Row: ShipRow.Of(ship, snapshot, now)))
            .Where(pair => Fits(pair.Row, query.Text));
        var sorted = Sorted(all, query.Sort).ToList();
        return new ShipsTableModel(
            query,
            Filtering(snapshot, query),
            [.. sorted.Skip((query.Page - 1) * ShipQuery.PageSize).Take(ShipQuery.PageSize).Select(pair => pair.Row)],
            sorted.Count,
            snapshot.Ships.Count);
    }

    private static List<StateFilter> Filtering(FleetSnapshot snapshot, ShipQuery query)
    {
        var counts = snapshot.Ships.Values.CountBy(ship => Word(ship.State)).ToDictionary();
        return
        [
            new StateFilter("all", (query with { State = "", Page = 1 }).Url, snapshot.Ships.Values.Count(ship => ship.IsLive), query.State.Length == 0),
            .. ShipQuery.States.Where(state => counts.ContainsKey(state) || query.State == state)
                .Select(state => new StateFilter(state, (query with { State = state, Page = 1 }).Url, counts.GetValueOrDefault(state), query.State == state)),
        ];
    }

    private static IEnumerable<(Ship Ship, ShipRow Row)> Sorted(IEnumerable<(Ship Ship, ShipRow Row)> ships, string sort) => sort switch
    {
        "ship" => ships.OrderBy(pair => pair.Row.Id, StringComparer.Ordinal),
        "state" => ships.OrderBy(pair => pair.Ship.State).ThenBy(pair => pair.Ship.StateSince).ThenBy(pair => pair.Row.Id, StringComparer.Ordinal),
        "attendee" => ships.OrderBy(pair => pair.Row.Attendee.Length == 0).ThenBy(pair => pair.Row.Attendee, StringComparer.OrdinalIgnoreCase).ThenBy(pair => pair.Row.Id, StringComparer.Ordinal),
        "age" => ships.OrderBy(pair => pair.Ship.CreatedAt).ThenBy(pair => pair.Row.Id, StringComparer.Ordinal),
        "report" => ships.OrderBy(pair => pair.Ship.Vitals.LastReportAt ?? DateTimeOffset.MinValue).ThenBy(pair => pair.Row.Id, StringComparer.Ordinal),
        _ => ships.OrderByDescending(pair => pair.Row.NeedsAttention).ThenBy(pair => pair.Ship.State).ThenBy(pair => pair.Ship.CreatedAt).ThenBy(pair => pair.Row.Id, StringComparer.Ordinal),
    };

    private static bool Fits(ShipRow row, string text) => text.Length == 0
        || row.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Attendee.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Reason.Contains(text, StringComparison.OrdinalIgnoreCase)
        || row.Tutorials.Any(chip => chip.Digest.StartsWith(text, StringComparison.OrdinalIgnoreCase) || chip.Name.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static string Word(ShipState state) => state.ToString().ToLowerInvariant();
}

/// <summary>A link that keeps one state.</summary>
public sealed record StateFilter(string Text, string Url, int Count, bool Here);
