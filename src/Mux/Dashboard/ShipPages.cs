using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/ships/{id}</c> and its one order</summary>
internal sealed class ShipPages(FleetStore store, FleetOrders orders, LogShelf logs, Frame frame, TimeProvider time)
{
    public async Task<IResult> ShowAsync(HttpContext context, string id)
    {
        var snapshot = store.Snapshot;
        if (ShipId.TryParse(id) is not { } key || snapshot.Ships.GetValueOrDefault(key) is not { } ship)
        {
            return frame.NotThere(context, "ship", "/");
        }

        var wanted = context.Request.Query["log"].ToString();
        var log = ship.Targets.ContainsKey(wanted) ? await logs.TailAsync(key, wanted, context.RequestAborted) : null;
        return Frame.Show<ShipPage, ShipPageModel>(
            context,
            ShipPageModel.Of(frame.Around(context, id, "/"), ship, snapshot, log is null ? null : new LogModel(wanted, log.Text ?? "", log.Error ?? ""), time.GetUtcNow()));
    }

    public async Task<IResult> TerminateAsync(HttpContext context, string id)
    {
        var outcome = await orders.TerminateAsync(id, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? frame.NotThere(context, "ship", "/") : Page.SeeOther(context, $"/ships/{outcome.Result.Id}");
    }
}
