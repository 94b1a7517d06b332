using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>The fleet at a glance.</summary>
/// <param name="Goal">The goal's form, with what was typed if it was refused.</param>
public sealed record FleetPageModel(ShellModel Shell, OutlookModel Outlook, IReadOnlyList<Tile> Tiles, GoalForm Goal, IReadOnlyList<TutorialLine> Tutorials, ShipsTableModel Ships)
{
    private const int MaxConcerns = 6;

    /// <summary>Launches are stopped, and a button tries them again.</summary>
    public bool MayRetry { get; init; }

    internal static FleetPageModel Of(ShellModel shell, FleetSnapshot snapshot, CampDefinition camp, ShipQuery query, GoalForm? refused, bool mayOrder, DateTimeOffset now)
    {
        var outlook = FleetOutlook.Of(snapshot, camp.Fleet.OpenAt, now);
        return new FleetPageModel(
            shell,
            OutlookModel.Of(outlook, MaxConcerns, shell),
            [.. TilesOf(snapshot, camp), .. CostTile.Of(snapshot, camp.Prices, now)],
            refused ?? new GoalForm(Wording.Text(Math.Max(0, snapshot.Goal)), camp.Fleet.MaxShips, "") { Why = snapshot.GoalWhy },
            [.. camp.Tutorials.Select(tutorial => TutorialLine.Of(tutorial, snapshot))],
            ShipsTableModel.Of(snapshot, camp, query, mayOrder, now))
        {
            MayRetry = snapshot.Board.Stop is not null,
        };
    }

    private static string DoorsDetail(FleetSnapshot snapshot, CampDefinition camp) => snapshot switch
    {
        { DoorsOrder: not null } => "by hand",
        { DoorsOpen: true } => "attendees get in",
        { Sessions.IsEmpty: false } => "open with a session",
        _ => $"open at {Wording.Count(camp.Fleet.OpenAt, "ship", "ships")}",
    };

    private static List<Tile> TilesOf(FleetSnapshot snapshot, CampDefinition camp)
    {
        var coming = snapshot.Count(ShipState.Pending) + snapshot.Count(ShipState.Booting);
        return
        [
            new Tile("Available", Wording.Text(snapshot.Count(ShipState.Available)), "ready to be given out"),
            new Tile("In use", Wording.Text(snapshot.Count(ShipState.Running)), $"by {Wording.Count(snapshot.Berths.Count, "attendee", "attendees")}"),
            new Tile("Coming up", Wording.Text(coming), $"{snapshot.Count(ShipState.Booting)} booting, {snapshot.Count(ShipState.Pending)} pending"),
            new Tile("Waiting", Wording.Text(snapshot.Line.Count), snapshot.Line.IsEmpty ? "nobody in line" : "attendees in line"),
            new Tile("Doors", snapshot.DoorsOpen ? "open" : "shut", DoorsDetail(snapshot, camp)),
        ];
    }
}

/// <summary>The answer to "is it going to work?".</summary>
/// <param name="More">Concerns beyond those listed.</param>
public sealed record OutlookModel(Tone Tone, string Sentence, IReadOnlyList<ConcernLine> Concerns, int More)
{
    internal static OutlookModel Of(FleetOutlook outlook, int most, ShellModel shell) => new(
        Tones.Of(outlook.Severity),
        outlook.Sentence,
        [.. outlook.Concerns.Take(most).Select(concern => new ConcernLine(concern.Text, concern.Ship is { } ship ? $"/ships/{ship}" : concern.Rollout is not { } rollout ? "/?sort=report" : shell.May("GET /rollouts/{id}") ? $"/rollouts/{rollout}" : ""))],
        Math.Max(0, outlook.Concerns.Length - most));
}

/// <param name="Url">Where more of it stands; empty when that is not for the viewer.</param>
public sealed record ConcernLine(string Text, string Url);

/// <summary>A number that matters.</summary>
public sealed record Tile(string Name, string Value, string Detail);

/// <summary>The form that changes the goal.</summary>
/// <param name="Value">What stands in the field.</param>
/// <param name="Error">Empty when nothing is wrong.</param>
public sealed record GoalForm(string Value, int Max, string Error)
{
    /// <summary>Where the number comes from, such as <c>by hand</c>.</summary>
    public string Why { get; init; } = "";
}

/// <summary>A tutorial and how many ships serve its image.</summary>
public sealed record TutorialLine(string Name, string Title, string Digest, string Image, string OnTarget)
{
    internal static TutorialLine Of(TutorialDefinition tutorial, FleetSnapshot snapshot)
    {
        var target = snapshot.Targets.GetValueOrDefault(tutorial.Name);
        var live = snapshot.Ships.Values.Where(ship => ship.IsLive).ToList();
        var there = live.Count(ship => target is not null && ship.Tutorials.GetValueOrDefault(tutorial.Name)?.RunningDigest == target.Digest);
        return new TutorialLine(tutorial.Name, tutorial.Title, target is null ? "not known yet" : Wording.Digest(target.Digest), target?.Image ?? tutorial.Image, $"{there} of {Wording.Count(live.Count, "ship", "ships")}");
    }
}
