using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>POST /ships/bulk</c>: asks first, and does what was asked for when it comes back with <c>confirm</c>.</summary>
internal sealed class BulkPages(FleetStore store, BulkOrders orders, Frame frame, TimeProvider time)
{
    public const string Place = "/ships/bulk";

    public async Task<IResult> OrderAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var query = ShipQuery.From(form);
        if (BulkOrders.Parse(form["action"]) is not { } action)
        {
            return Say(context, query, "There is no such order: choose terminate, replace or retry.", StatusCodes.Status422UnprocessableEntity);
        }

        var snapshot = store.Snapshot;
        var ships = Chosen(form, query, snapshot);
        if (ships.Count == 0)
        {
            return Say(context, query, "No ship was chosen that lives, so nothing was changed. Tick the ships in the table, or choose all that match.", StatusCodes.Status422UnprocessableEntity);
        }

        return form["confirm"] == "yes"
            ? Say(context, query, Words(action, await orders.RunAsync(action, [.. ships.Select(ship => ship.Id)], Requester.Of(context), context.RequestAborted)), StatusCodes.Status200OK)
            : Frame.Show<BulkPage, BulkPageModel>(context, BulkPageModel.Of(frame.Around(context, "Sure?", "/", live: false), action, ships, query, snapshot));
    }

    // What was confirmed was a list of ships: whatever came to match the filter since is not in it.
    private List<Ship> Chosen(IFormCollection form, ShipQuery query, FleetSnapshot snapshot) => form["ships"].ToString() is { Length: > 0 } counted
        ? Known(counted.Split(','), snapshot)
        : form["scope"] == "all" ? [.. query.Filter.Of(snapshot, time.GetUtcNow()).Where(ship => ship.IsLive)]
        : Known(form["ship"], snapshot);

    private static List<Ship> Known(IEnumerable<string?> ids, FleetSnapshot snapshot) =>
        [.. ids.Select(ShipId.TryParse).OfType<ShipId>().Distinct().Select(id => snapshot.Ships.GetValueOrDefault(id)).OfType<Ship>().Where(ship => ship.IsLive)];

    private IResult Say(HttpContext context, ShipQuery query, string text, int status) =>
        Page.Message(context, new MessageModel(frame.Around(context, "Ships", "/", live: false), text) { LinkUrl = query.Url, LinkText = "Back to the ships" }, status);

    private static string Words(BulkAction action, BulkOutcome outcome)
    {
        var count = Wording.Count(outcome.Done.Length, "ship", "ships");
        var done = action switch
        {
            BulkAction.Terminate => $"{count} terminated; the goal is {Wording.Count(outcome.Goal, "ship", "ships")} now.",
            BulkAction.Replace => $"{count} terminated; others come in their place.",
            _ => $"What failed on {count} is tried again.",
        };
        return outcome.Passed == 0 ? done : $"{done} {Wording.Count(outcome.Passed, "was", "were")} passed over: nothing was to be done there any more.";
    }
}
