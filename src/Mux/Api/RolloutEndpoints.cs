using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/rollouts</c></summary>
internal static class RolloutEndpoints
{
    public static void MapRollouts(this IEndpointRouteBuilder api)
    {
        api.MapGet("rollouts", List).WithSummary("All rollouts, newest first.");
        api.MapGet("rollouts/{id}", One).WithSummary("One rollout with its progress on each ship.");
        api.MapPost("rollouts", StartAsync)
            .WithBody<RolloutRequest>()
            .WithSummary("Sends an image to every ship (201); 200 with \"unchanged\" when the camp runs that digest already.");
    }

    private static Ok<IReadOnlyList<RolloutInfo>> List(FleetStore store)
    {
        var snapshot = store.Snapshot;
        return TypedResults.Ok<IReadOnlyList<RolloutInfo>>([.. snapshot.Rollouts.Values.OrderByDescending(rollout => rollout.StartedAt).Select(rollout => RolloutView.Of(rollout, snapshot))]);
    }

    private static Results<Ok<RolloutInfo>, ProblemHttpResult> One(string id, FleetStore store)
    {
        var snapshot = store.Snapshot;
        return snapshot.Rollouts.TryGetValue(new RolloutId(id), out var rollout)
            ? TypedResults.Ok(RolloutView.Of(rollout, snapshot))
            : Problems.NotFound("id", "There is no such rollout.", "GET /api/v1/rollouts lists those that there are.");
    }

    private static async Task<Results<Created<RolloutInfo>, Ok<RolloutUnchanged>, ProblemHttpResult>> StartAsync(
        HttpContext context, FleetOrders orders, FleetStore store, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.RolloutRequest, """{"tutorial": "intro", "image": "localhost:5000/intro:v2"}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var outcome = await orders.DeployAsync(body.Value?.Tutorial, body.Value?.Image, Requester.Of(context), cancellationToken);
        return outcome switch
        {
            { IsRefused: true } => Problems.Of(outcome.Refusal),
            { Result.Rollout: { } rollout } => TypedResults.Created($"/api/v1/rollouts/{rollout.Id}", RolloutView.Of(rollout, store.Snapshot)),
            _ => TypedResults.Ok(new RolloutUnchanged(true, body.Value!.Tutorial!, outcome.Result.Image, "The camp runs this digest already; nothing was started.")),
        };
    }
}
