using System.Globalization;
using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Rehearsals;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/rehearsal</c>: the one that is on, live, or the last report; a button for another. <c>?id=</c> shows an earlier one.</summary>
internal sealed class RehearsalPages(FleetStore store, CampDefinition camp, RehearsalDesk desk, Frame frame, TimeProvider time)
{
    public const string Place = "/rehearsal";

    public IResult Show(HttpContext context) => Answer(context, null);

    public async Task<IResult> StartAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var typed = new RehearsalFields(form["seats"].ToString(), form["tutorial"].ToString(), form["image"].ToString(), form["force"] == "yes", "");
        var seats = int.TryParse(typed.Seats, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var outcome = await desk.StartAsync(new RehearsalOrder(seats, typed.Tutorial, typed.Image, null, typed.Force), Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? Answer(context, typed with { Error = $"{outcome.Refusal.Why} {outcome.Refusal.Fix}" }) : Page.SeeOther(context, Place);
    }

    public async Task<IResult> StopAsync(HttpContext context, string id)
    {
        await desk.StopAsync(id, Requester.Of(context), context.RequestAborted);
        return Page.SeeOther(context, Place);
    }

    private IResult Answer(HttpContext context, RehearsalFields? typed)
    {
        var (snapshot, asked) = (store.Snapshot, context.Request.Query["id"].ToString());
        var shown = asked.Length == 0 ? snapshot.Rehearsals.FirstOrDefault() : snapshot.Rehearsals.FirstOrDefault(one => one.Id.Value == asked);
        return shown is null && asked.Length > 0
            ? frame.NotThere(context, "rehearsal", Place)
            : Frame.Show<RehearsalPage, RehearsalPageModel>(
                context,
                RehearsalPageModel.Of(frame.Around(context, "Rehearsal", Place, live: typed is null), shown, snapshot, camp, typed, time.GetUtcNow()),
                typed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
