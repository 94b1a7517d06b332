using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/rollouts</c></summary>
internal static class RolloutEndpoints
{
    public static void MapRollouts(this IEndpointRouteBuilder api)
    {
        api.MapGet("rollouts", List).AlsoFor(StaffRole.Author).WithSummary("All rollouts, newest first.");
        api.MapGet("rollouts/{id}", One).AlsoFor(StaffRole.Author).WithSummary("One rollout with its progress on each ship.");
        api.MapPost("rollouts", StartAsync)
            .AlsoFor(StaffRole.Author)
            .WithBody<RolloutRequest>()
            .WithSummary("Sends an image to every ship (201); 200 with \"unchanged\" when the camp runs that digest already.");
        api.MapPost("rollouts/{id}/pause", PauseAsync).AlsoFor(StaffRole.Author).WithSummary("Tells no further ship anything; those that were told finish.");
        api.MapPost("rollouts/{id}/resume", ResumeAsync).AlsoFor(StaffRole.Author).WithSummary("Goes on; attendees' deadline moves by the time it was paused.");
        api.MapPost("rollouts/{id}/rollback", RollBackAsync)
            .AlsoFor(StaffRole.Author)
            .WithBody<RollbackRequest>()
            .WithSummary("Takes the tutorial back to an earlier image, by default the one before this rollout (201: the rollout that does it).");
    }

    private static Ok<IReadOnlyList<RolloutInfo>> List(HttpContext context, FleetStore store, CampDefinition camp)
    {
        var snapshot = store.Snapshot;
        var staff = Requester.Of(context).Staff;
        return TypedResults.Ok<IReadOnlyList<RolloutInfo>>(
            [.. snapshot.Rollouts.Values.Where(rollout => staff.MayDeploy(rollout.Tutorial)).OrderByDescending(rollout => rollout.StartedAt).Select(rollout => RolloutView.Of(rollout, snapshot, camp.Rollout.Canary))]);
    }

    private static Results<Ok<RolloutInfo>, ProblemHttpResult> One(string id, HttpContext context, FleetStore store, CampDefinition camp)
    {
        var snapshot = store.Snapshot;
        return snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout) && Requester.Of(context).Staff.MayDeploy(rollout.Tutorial)
            ? TypedResults.Ok(RolloutView.Of(rollout, snapshot, camp.Rollout.Canary))
            : Problems.Of(RolloutSwitch.Unknown);
    }

    private static async Task<Results<Created<RolloutInfo>, Ok<RolloutUnchanged>, ProblemHttpResult>> StartAsync(
        HttpContext context, DeployDesk desk, FleetStore store, CampDefinition camp, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.RolloutRequest, """{"tutorial": "intro", "image": "localhost:5000/intro:v2"}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var outcome = await desk.DeployAsync(OrderOf(body.Value!), Requester.Of(context), cancellationToken);
        return outcome switch
        {
            { IsRefused: true } => Problems.Of(outcome.Refusal),
            { Result.Rollout: { } rollout } => Created(rollout, store, camp),
            _ => TypedResults.Ok(new RolloutUnchanged(true, body.Value!.Tutorial!, outcome.Result.Image, "The camp runs this digest already; nothing was started.")),
        };
    }

    private static async Task<Results<Created<RolloutInfo>, ProblemHttpResult>> RollBackAsync(
        string id, HttpContext context, DeployDesk desk, FleetStore store, CampDefinition camp, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.RollbackRequest, """{"to": ""}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var outcome = await desk.RollBackAsync(id, body.Value!.To ?? "", Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : Created(outcome.Result.Rollout!, store, camp);
    }

    private static async Task<Results<Ok<RolloutInfo>, ProblemHttpResult>> PauseAsync(
        string id, HttpContext context, RolloutSwitch rollouts, FleetStore store, CampDefinition camp, CancellationToken cancellationToken) =>
        Switched(await rollouts.PauseAsync(id, Requester.Of(context), cancellationToken), store, camp);

    private static async Task<Results<Ok<RolloutInfo>, ProblemHttpResult>> ResumeAsync(
        string id, HttpContext context, RolloutSwitch rollouts, FleetStore store, CampDefinition camp, CancellationToken cancellationToken) =>
        Switched(await rollouts.ResumeAsync(id, Requester.Of(context), cancellationToken), store, camp);

    private static Results<Ok<RolloutInfo>, ProblemHttpResult> Switched(Ordered<Rollout> outcome, FleetStore store, CampDefinition camp) =>
        outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(RolloutView.Of(outcome.Result, store.Snapshot, camp.Rollout.Canary));

    private static Created<RolloutInfo> Created(Rollout rollout, FleetStore store, CampDefinition camp) =>
        TypedResults.Created($"/api/v1/rollouts/{rollout.Id}", RolloutView.Of(rollout, store.Snapshot, camp.Rollout.Canary));

    private static DeployOrder OrderOf(RolloutRequest body) =>
        new(body.Tutorial, body.Image, body.Note ?? "", body.DeadlineSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, body.BreakAt) { AtNextBreak = body.NextBreak };
}
