using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>The question before many ships are changed: how many, and who is on them.</summary>
/// <param name="Action">As the form sends it back.</param>
/// <param name="Ships">Ids with commas between: exactly those that were counted.</param>
/// <param name="People">Who works on them.</param>
/// <param name="MorePeople">Beyond those.</param>
public sealed record BulkPageModel(
    ShellModel Shell, string Action, string Question, string Consequence, IReadOnlyList<string> People, int MorePeople, string Ships, string Button, IReadOnlyList<KeyValuePair<string, string>> Back, string BackUrl)
{
    private const int MaxPeople = 40;

    internal static BulkPageModel Of(ShellModel shell, BulkAction action, IReadOnlyList<Ship> ships, ShipQuery query, FleetSnapshot snapshot)
    {
        var people = ships.Select(ship => ShipWords.NameOf(ship, snapshot)).Where(name => name.Length > 0).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var word = action.ToString().ToLowerInvariant();
        var count = Wording.Count(ships.Count, "ship", "ships");
        return new BulkPageModel(
            shell,
            word,
            $"{action} {count}?",
            action switch
            {
                BulkAction.Terminate => $"They end for good, and the goal goes from {Math.Max(0, snapshot.Goal)} to {Math.Max(0, snapshot.Goal - ships.Count)} ships, by hand. {Loss(people.Count)}",
                BulkAction.Replace => $"They end for good, and others are launched in their place. {Loss(people.Count)}",
                _ => "What failed on them is tried again; what serves goes on serving. Ships on which nothing failed are passed over.",
            },
            [.. people.Take(MaxPeople)],
            Math.Max(0, people.Count - MaxPeople),
            string.Join(',', ships.Select(ship => ship.Id.Value)),
            $"Yes, {word} {count}",
            [.. query.Fields],
            query.Url);
    }

    private static string Loss(int people) => people == 0
        ? "Nobody works on them."
        : $"{Wording.Count(people, "attendee loses", "attendees lose")} what is not saved, and {(people == 1 ? "gets" : "get")} the next free ships with the saved files.";
}
