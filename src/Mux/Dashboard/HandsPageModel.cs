using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>Raised hands in order of arrival, and what whoever looks may do about each.</summary>
/// <param name="Tutorials">To ask about, by name and title.</param>
public sealed record HandsPageModel(ShellModel Shell, string Summary, IReadOnlyList<HandRow> Rows, IReadOnlyList<(string Name, string Title)> Tutorials)
{
    /// <summary>Why an order was not taken; empty: none was refused.</summary>
    public string Error { get; init; } = "";

    internal static HandsPageModel Of(ShellModel shell, FleetSnapshot snapshot, CampDefinition camp, Staff who, DateTimeOffset now)
    {
        var rows = HandRules.InOrder(snapshot).Select(hand => HandRow.Of(hand, snapshot, camp, who, now)).ToList();
        var waiting = snapshot.Hands.Values.Count(hand => hand.Helper is null);
        return new HandsPageModel(shell, $"{Wording.Count(rows.Count, "hand", "hands")} up, {waiting} to which nobody comes yet", rows, [.. camp.Tutorials.Select(tutorial => (tutorial.Name, tutorial.Title))]);
    }
}

/// <summary>One raised hand.</summary>
/// <param name="Ship">Empty while the attendee has none.</param>
/// <param name="Mine">Whoever looks has taken it.</param>
public sealed record HandRow(string Id, string Name, string Tutorial, string About, string Note, string Since, Badge State, string Ship, bool Mine)
{
    public bool CanTake => !Mine;

    /// <summary>Such as <c>Ask to see</c>; empty when there is nothing to ask.</summary>
    public string Ask { get; init; } = "";

    /// <summary>Address of what the attendee has opened; empty: nothing.</summary>
    public string View { get; init; } = "";

    /// <summary>The attendee lets this helper type there as well.</summary>
    public bool CanType { get; init; }

    /// <summary>Until when; null: nothing is open.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool CanClose { get; init; }

    internal static HandRow Of(Hand hand, FleetSnapshot snapshot, CampDefinition camp, Staff who, DateTimeOffset now)
    {
        var leave = HandRules.Open(hand, snapshot, now);
        var mine = hand.Helper is { } helper && helper.Key == who.Key;
        var ship = snapshot.ShipOf(hand.Attendee)?.Id.Value ?? "";
        return new HandRow(hand.Id.Value, snapshot.Attendees[hand.Attendee].Name, hand.Tutorial, camp.Tutorial(hand.Tutorial)?.Title ?? "", hand.Note, Wording.Ago(hand.RaisedAt, now), StateOf(hand, leave), ship, mine)
        {
            Ask = !mine || ship.Length == 0 || hand.Question is not null || leave is { Typing: true } ? "" : leave is null ? "Ask to see" : camp.Helping.Typing ? "Ask to type" : "",
            View = mine && leave is not null ? $"/hands/{hand.Id}/notebook" : "",
            CanType = mine && leave is { Typing: true },
            Until = mine ? leave?.Until : null,
            CanClose = mine && (leave is not null || hand.Question is not null),
        };
    }

    private static Badge StateOf(Hand hand, Leave? leave) => hand.Helper is not { Name: var name } ? new Badge("waiting", Tone.Warn)
        : hand.Question is not null ? new Badge($"{name} has asked", Tone.Info, "The attendee has not answered yet")
        : leave is null ? new Badge($"{name} comes", Tone.Info)
        : new Badge($"open to {name}{(leave.Typing ? ", to type" : "")}", Tone.Good);
}
