using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Roster;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/roster</c>, <c>/roster/{id}</c>, and what is ordered there about people and links</summary>
internal sealed class RosterPages(FleetStore store, RosterOrders orders, PersonalLinks links, LinkCards cards, LinkMail mail, Frame frame, TimeProvider time)
{
    public const string Place = "/roster";

    public IResult Show(HttpContext context) => All(context, new RosterNote("", ""), live: true);

    public IResult ShowPerson(HttpContext context, string id) => Person(context, id, new RosterNote("", ""), live: true);

    /// <summary>A page to print; whatever links these people had are good no longer.</summary>
    public async Task<IResult> PrintAllAsync(HttpContext context)
    {
        var waiting = links.Waiting();
        return waiting.Count == 0
            ? All(context, new RosterNote("Nobody needs a card: everybody on the roster is in already, or nobody is on it.", ""))
            : Cards(context, await links.MakeAsync(waiting, "printed", Requester.Of(context), context.RequestAborted));
    }

    public async Task<IResult> PrintOneAsync(HttpContext context, string id) => RosterOrders.Find(store.Snapshot, id) is { } entry
        ? Cards(context, await links.MakeAsync([entry], "printed", Requester.Of(context), context.RequestAborted))
        : frame.NotThere(context, "person", Place);

    /// <summary>Some at a time, as the mail server takes them; the page says how many are left.</summary>
    public async Task<IResult> MailAllAsync(HttpContext context)
    {
        var outcome = await mail.SendAsync(null, Requester.Of(context), context.RequestAborted);
        return All(context, outcome.IsRefused ? RosterNote.Of(outcome.Refusal) : RosterNote.Of(outcome.Result));
    }

    public async Task<IResult> MailOneAsync(HttpContext context, string id)
    {
        var outcome = await mail.SendAsync(id, Requester.Of(context), context.RequestAborted);
        return Person(context, id, outcome.IsRefused ? RosterNote.Of(outcome.Refusal) : RosterNote.Of(outcome.Result));
    }

    /// <summary>Shows the link this once.</summary>
    public async Task<IResult> LinkAsync(HttpContext context, string id)
    {
        var made = RosterOrders.Find(store.Snapshot, id) is { } entry ? await links.MakeAsync([entry], "shown", Requester.Of(context), context.RequestAborted) : [];
        return Person(context, id, new RosterNote("", "") { Link = made is [var link] ? link.Url.AbsoluteUri : "" });
    }

    public async Task<IResult> RemoveAsync(HttpContext context, string id)
    {
        var outcome = await orders.RemoveAsync(id, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? frame.NotThere(context, "person", Place) : Page.SeeOther(context, Place);
    }

    private IResult All(HttpContext context, RosterNote note, bool live = false) => Frame.Show<RosterPage, RosterPageModel>(
        context,
        RosterPageModel.Of(frame.Around(context, "Roster", Place, live), store.Snapshot, RosterQuery.From(context.Request.Query), note, time.GetUtcNow()),
        note.Error.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private IResult Person(HttpContext context, string id, RosterNote note, bool live = false) => store.Snapshot is var snapshot && snapshot.Roster.TryGetValue(new RosterId(id), out var entry)
        ? Frame.Show<RosterPersonPage, RosterPersonModel>(
            context,
            RosterPersonModel.Of(frame.Around(context, entry.Name, Place, live), entry, snapshot, note, time.GetUtcNow()),
            note.Error.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK)
        : frame.NotThere(context, "person", Place);

    private IResult Cards(HttpContext context, IReadOnlyList<MadeLink> made)
    {
        Page.Harden(context);
        context.Response.Headers.ContentSecurityPolicy = LinkCards.ContentSecurityPolicy;
        return Results.Content(cards.Page(made, Place), "text/html; charset=utf-8");
    }
}

internal static class RosterRoutes
{
    public static void MapRosterPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(RosterPages.Place, (HttpContext context, RosterPages roster) => roster.Show(context));
        pages.MapGet("/roster/{id}", (HttpContext context, string id, RosterPages roster) => roster.ShowPerson(context, id));
        pages.MapPost("/roster/preview", (HttpContext context, RosterImportPages import) => import.PreviewAsync(context));
        pages.MapPost("/roster/import", (HttpContext context, RosterImportPages import) => import.ImportAsync(context));
        pages.MapPost("/roster/cards", (HttpContext context, RosterPages roster) => roster.PrintAllAsync(context));
        pages.MapPost("/roster/mail", (HttpContext context, RosterPages roster) => roster.MailAllAsync(context));
        pages.MapPost("/roster/{id}/link", (HttpContext context, string id, RosterPages roster) => roster.LinkAsync(context, id));
        pages.MapPost("/roster/{id}/card", (HttpContext context, string id, RosterPages roster) => roster.PrintOneAsync(context, id));
        pages.MapPost("/roster/{id}/mail", (HttpContext context, string id, RosterPages roster) => roster.MailOneAsync(context, id));
        pages.MapPost("/roster/{id}/remove", (HttpContext context, string id, RosterPages roster) => roster.RemoveAsync(context, id));
    }
}
