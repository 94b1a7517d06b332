using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/rollouts</c>, <c>/rollouts/{id}</c> and its orders</summary>
internal sealed class RolloutPages(FleetStore store, CampDefinition camp, DeployDesk desk, RolloutSwitch rollouts, PageShelf shelf, Frame frame, TimeProvider time)
{
    public IResult ShowAll(HttpContext context) => All(context, null);

    public async Task<IResult> ShowOneAsync(HttpContext context, string id) => store.Snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout) && Requester.Of(context).Staff.MayDeploy(rollout.Tutorial)
        ? await shelf.ShowAsync<RolloutPage, RolloutPageModel>(
            context, $"/rollouts/{id}", frame.Around(context, id, "/rollouts"), shell => RolloutPageModel.Of(shell, rollout, store.Snapshot, camp.Rollout.Canary, "", time.GetUtcNow()))
        : frame.NotThere(context, "rollout", "/rollouts");

    public async Task<IResult> DeployAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var typed = DeployForm.Typed(camp, form, Requester.Of(context).Staff);
        if (typed.Order(time.GetUtcNow()) is not { } order)
        {
            return All(context, typed with { Error = "Deadline and break must be whole minutes (or, for the break, next). Leave them empty to ask nobody.", Field = "deadline" });
        }

        var outcome = await desk.DeployAsync(order, Requester.Of(context), context.RequestAborted);
        return outcome switch
        {
            { IsRefused: true } => All(context, typed with { Error = $"{outcome.Refusal.Why} {outcome.Refusal.Fix}", Field = outcome.Refusal.Field }),
            { Result.Rollout: { } rollout } => Page.SeeOther(context, $"/rollouts/{rollout.Id}"),
            _ => All(context, typed with { Unchanged = "The camp runs this very image already; nothing was started." }),
        };
    }

    public async Task<IResult> PauseAsync(HttpContext context, string id) => After(context, id, await rollouts.PauseAsync(id, Requester.Of(context), context.RequestAborted));

    public async Task<IResult> ResumeAsync(HttpContext context, string id) => After(context, id, await rollouts.ResumeAsync(id, Requester.Of(context), context.RequestAborted));

    public async Task<IResult> RollBackAsync(HttpContext context, string id)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var outcome = await desk.RollBackAsync(id, form["to"].ToString(), Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? One(context, id, outcome.Refusal) : Page.SeeOther(context, $"/rollouts/{outcome.Result.Rollout!.Id}");
    }

    private IResult After(HttpContext context, string id, Ordered<Rollout> outcome) => outcome.IsRefused ? One(context, id, outcome.Refusal) : Page.SeeOther(context, $"/rollouts/{id}");

    private IResult One(HttpContext context, string id, Refusal? refusal)
    {
        var snapshot = store.Snapshot;
        return snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout) && Requester.Of(context).Staff.MayDeploy(rollout.Tutorial)
            ? Frame.Show<RolloutPage, RolloutPageModel>(
                context,
                RolloutPageModel.Of(frame.Around(context, id, "/rollouts", live: refusal is null), rollout, snapshot, camp.Rollout.Canary, refusal is null ? "" : $"{refusal.Why} {refusal.Fix}", time.GetUtcNow()),
                refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict)
            : frame.NotThere(context, "rollout", "/rollouts");
    }

    private IResult All(HttpContext context, DeployForm? typed) => Frame.Show<RolloutsPage, RolloutsPageModel>(
        context,
        RolloutsPageModel.Of(frame.Around(context, "Rollouts", "/rollouts", live: typed is null), store.Snapshot, typed ?? DeployForm.Empty(camp, Requester.Of(context).Staff), Requester.Of(context).Staff, time.GetUtcNow()),
        typed is { Error.Length: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
