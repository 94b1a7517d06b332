using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/</c>, <c>/goal</c> and <c>/history</c></summary>
internal sealed class FleetPages(FleetStore store, CampDefinition camp, FleetOrders orders, MachineOrders machines, FleetHistory history, PageShelf shelf, Frame frame, TimeProvider time)
{
    public const string Place = "/";

    /// <summary>Authors are at home among their rollouts, to which this address leads them.</summary>
    public static bool IsFor(Staff staff) => staff.IsAny(StaffRole.Organizer | StaffRole.Helper);

    public async Task<IResult> ShowFleetAsync(HttpContext context)
    {
        if (!IsFor(Requester.Of(context).Staff))
        {
            return Results.Redirect("/rollouts");
        }

        var query = ShipQuery.From(context.Request.Query);
        var mayOrder = MayOrder(context);
        return await shelf.ShowAsync<FleetPage, FleetPageModel>(
            context, query.Url, frame.Around(context, "Fleet", "/", live: !query.Still), shell => FleetPageModel.Of(shell, store.Snapshot, camp, query, null, mayOrder, time.GetUtcNow()));
    }

    public async Task<IResult> SetGoalAsync(HttpContext context)
    {
        var typed = (await context.Request.ReadFormAsync(context.RequestAborted))["ships"].ToString().Trim();
        var outcome = await orders.SetGoalAsync(int.TryParse(typed, out var ships) ? ships : null, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused
            ? Refused(context, new GoalForm(typed.Length > 12 ? typed[..12] : typed, camp.Fleet.MaxShips, outcome.Refusal.Fix))
            : Page.SeeOther(context, "/");
    }

    public async Task<IResult> RetryLaunchesAsync(HttpContext context)
    {
        await machines.RetryLaunchesAsync(Requester.Of(context), context.RequestAborted);
        return Page.SeeOther(context, "/");
    }

    public IResult ShowHistory(HttpContext context) => Frame.Show<HistoryPage, HistoryPageModel>(
        context, HistoryPageModel.Of(frame.Around(context, "History", "/history"), store.Snapshot, history.Samples));

    private IResult Refused(HttpContext context, GoalForm typed) => Frame.Show<FleetPage, FleetPageModel>(
        context,
        FleetPageModel.Of(frame.Around(context, "Fleet", "/", live: false), store.Snapshot, camp, ShipQuery.From(context.Request.Query), typed, MayOrder(context), time.GetUtcNow()),
        StatusCodes.Status422UnprocessableEntity);

    private static bool MayOrder(HttpContext context) => context.Features.Get<Staff>()?.IsAny(StaffRole.Organizer) == true;
}
