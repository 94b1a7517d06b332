using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/hands</c>: who asks for help, and what helpers do about it.</summary>
internal sealed class HandPages(FleetStore store, CampDefinition camp, HandOrders orders, Frame frame, TimeProvider time)
{
    public const string Place = "/hands";

    public IResult Show(HttpContext context) => All(context, null);

    /// <param name="order"><c>take</c>, <c>ask</c>, <c>close</c> or <c>done</c></param>
    public async Task<IResult> OrderAsync(HttpContext context, string id, string order)
    {
        var by = Requester.Of(context);
        var outcome = order switch
        {
            "take" => await orders.TakeAsync(id, by, context.RequestAborted),
            "ask" => await orders.AskAsync(id, (await context.Request.ReadFormAsync(context.RequestAborted))["tutorial"], by, context.RequestAborted),
            "close" => await orders.CloseAsync(id, by, context.RequestAborted),
            "done" => await orders.FinishAsync(id, by, context.RequestAborted),
            _ => new Refusal(RefusalKind.NotFound, "order", "There is no such order.", "Take, ask, close or done."),
        };
        return outcome.IsRefused ? All(context, outcome.Refusal) : Page.SeeOther(context, Place);
    }

    private IResult All(HttpContext context, Refusal? refusal) => Frame.Show<HandsPage, HandsPageModel>(
        context,
        HandsPageModel.Of(frame.Around(context, "Hands", Place, live: refusal is null), store.Snapshot, camp, Requester.Of(context).Staff, time.GetUtcNow()) with { Error = refusal is null ? "" : $"{refusal.Why} {refusal.Fix}" },
        refusal switch { null => StatusCodes.Status200OK, { Kind: RefusalKind.NotFound } => StatusCodes.Status404NotFound, _ => StatusCodes.Status409Conflict });
}
