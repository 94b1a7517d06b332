using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/rollouts</c> and <c>/rollouts/{id}</c></summary>
internal sealed class RolloutPages(FleetStore store, CampDefinition camp, FleetOrders orders, Frame frame, TimeProvider time)
{
    public IResult ShowAll(HttpContext context) => All(context, null);

    public IResult ShowOne(HttpContext context, string id)
    {
        var snapshot = store.Snapshot;
        return snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout)
            ? Frame.Show<RolloutPage, RolloutPageModel>(context, RolloutPageModel.Of(frame.Around(context, id, "/rollouts"), rollout, snapshot, time.GetUtcNow()))
            : frame.NotThere(context, "rollout", "/rollouts");
    }

    public async Task<IResult> DeployAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (tutorial, image) = (form["tutorial"].ToString(), form["image"].ToString().Trim());
        var outcome = await orders.DeployAsync(tutorial, image, Requester.Of(context), context.RequestAborted);
        var typed = DeployForm.Empty(camp) with { Tutorial = tutorial, Image = image.Length > 512 ? image[..512] : image };
        return outcome switch
        {
            { IsRefused: true } => All(context, typed with { Error = $"{outcome.Refusal.Why} {outcome.Refusal.Fix}", Field = outcome.Refusal.Field }),
            { Result.Rollout: { } rollout } => Page.SeeOther(context, $"/rollouts/{rollout.Id}"),
            _ => All(context, typed with { Note = "The camp runs this very image already; nothing was started." }),
        };
    }

    private IResult All(HttpContext context, DeployForm? typed) => Frame.Show<RolloutsPage, RolloutsPageModel>(
        context,
        RolloutsPageModel.Of(frame.Around(context, "Rollouts", "/rollouts", live: typed is null), store.Snapshot, camp, typed, time.GetUtcNow()),
        typed is { Error.Length: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
