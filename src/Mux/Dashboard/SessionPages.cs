using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/sessions</c>, what is ordered there, <c>/doors</c> and <c>/goal/auto</c></summary>
internal sealed class SessionPages(FleetStore store, CampDefinition camp, SessionOrders orders, FleetOrders fleet, Frame frame, TimeProvider time)
{
    public IResult Show(HttpContext context)
    {
        var asked = context.Request.Query["change"].ToString();
        return asked.Length == 0 ? All(context, null)
            : store.Snapshot.Sessions.Find(asked) is { } session ? All(context, SessionFields.Of(session))
            : frame.NotThere(context, "session", "/sessions");
    }

    public async Task<IResult> PutAsync(HttpContext context)
    {
        var fields = SessionFields.Of(await context.Request.ReadFormAsync(context.RequestAborted));
        var (form, by) = (fields.ToForm(), Requester.Of(context));
        var outcome = fields.Changes.Length > 0 ? await orders.ChangeAsync(form, by, context.RequestAborted) : await orders.AddAsync(form, by, context.RequestAborted);
        return outcome.IsRefused ? All(context, fields.Refused(outcome.Refusal)) : Page.SeeOther(context, "/sessions");
    }

    /// <param name="order"><c>open</c>, <c>close</c> or <c>remove</c></param>
    public async Task<IResult> OrderAsync(HttpContext context, string name, string order)
    {
        var by = Requester.Of(context);
        var outcome = order switch
        {
            "open" => await orders.OpenAsync(name, by, context.RequestAborted),
            "close" => await orders.CloseAsync(name, by, context.RequestAborted),
            "remove" => await orders.RemoveAsync(name, by, context.RequestAborted),
            _ => new Refusal(RefusalKind.NotFound, "order", "There is no such order.", "Open, close or remove."),
        };
        return outcome.IsRefused ? All(context, SessionFields.Empty(camp).Refused(outcome.Refusal)) : Page.SeeOther(context, "/sessions");
    }

    public async Task<IResult> SetDoorsAsync(HttpContext context)
    {
        var order = (await context.Request.ReadFormAsync(context.RequestAborted))["order"].ToString();
        await orders.SetDoorsAsync(order switch { "open" => true, "close" => false, _ => null }, Requester.Of(context), context.RequestAborted);
        return Page.SeeOther(context, "/sessions");
    }

    public async Task<IResult> FollowSessionsAsync(HttpContext context)
    {
        await fleet.FollowSessionsAsync(Requester.Of(context), context.RequestAborted);
        return Page.SeeOther(context, "/sessions");
    }

    private IResult All(HttpContext context, SessionFields? typed) => Frame.Show<SessionsPage, SessionsPageModel>(
        context,
        SessionsPageModel.Of(frame.Around(context, "Sessions", "/sessions", live: typed is null), store.Snapshot, camp, typed, time.GetUtcNow()),
        typed is { Error.Length: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
