using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/</c>, <c>/goal</c>, <c>/attendees</c> and <c>/history</c></summary>
internal sealed class FleetPages(FleetStore store, CampDefinition camp, FleetOrders orders, MachineOrders machines, FleetHistory history, Frame frame, TimeProvider time)
{
    public IResult ShowFleet(HttpContext context) => Fleet(context, null);

    public async Task<IResult> SetGoalAsync(HttpContext context)
    {
        var typed = (await context.Request.ReadFormAsync(context.RequestAborted))["ships"].ToString().Trim();
        var outcome = await orders.SetGoalAsync(int.TryParse(typed, out var ships) ? ships : null, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused
            ? Fleet(context, new GoalForm(typed.Length > 12 ? typed[..12] : typed, camp.Fleet.MaxShips, outcome.Refusal.Fix))
            : Page.SeeOther(context, "/");
    }

    public async Task<IResult> RetryLaunchesAsync(HttpContext context)
    {
        await machines.RetryLaunchesAsync(Requester.Of(context), context.RequestAborted);
        return Page.SeeOther(context, "/");
    }

    public IResult ShowAttendees(HttpContext context)
    {
        var search = context.Request.Query["q"].ToString().Trim();
        return Frame.Show<AttendeesPage, AttendeesPageModel>(
            context, AttendeesPageModel.Of(frame.Around(context, "Attendees", "/attendees"), store.Snapshot, search.Length > 60 ? search[..60] : search, time.GetUtcNow()));
    }

    public IResult ShowHistory(HttpContext context) => Frame.Show<HistoryPage, HistoryPageModel>(
        context, HistoryPageModel.Of(frame.Around(context, "History", "/history"), store.Snapshot, history.Samples));

    private IResult Fleet(HttpContext context, GoalForm? refused) => Frame.Show<FleetPage, FleetPageModel>(
        context,
        FleetPageModel.Of(frame.Around(context, "Fleet", "/", live: refused is null), store.Snapshot, camp, ShipQuery.From(context.Request.Query), refused, time.GetUtcNow()),
        refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
