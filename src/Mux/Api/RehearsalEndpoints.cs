using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Orders;
using Mux.Rehearsals;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/rehearsals</c></summary>
internal static class RehearsalEndpoints
{
    public static void MapRehearsals(this IEndpointRouteBuilder api)
    {
        api.MapGet("rehearsals", List).WithSummary("The last few rehearsals with their reports, newest first.");
        api.MapGet("rehearsals/{id}", One).WithSummary("One rehearsal: its steps while it is on, its report when it has ended.");
        api.MapPost("rehearsals", StartAsync)
            .WithBody<RehearsalRequest>()
            .WithSummary("Plays the day through with stand-ins: the whole fleet, logins, notebooks, cells, a deploy and its rollback (201). The ships that they had are taken down at the end.");
        api.MapDelete("rehearsals/{id}", StopAsync).WithSummary("Stops a rehearsal; it puts everything back, and then has ended.");
    }

    private static Ok<IReadOnlyList<RehearsalInfo>> List(FleetStore store) => TypedResults.Ok<IReadOnlyList<RehearsalInfo>>([.. store.Snapshot.Rehearsals.Select(RehearsalView.Of)]);

    private static Results<Ok<RehearsalInfo>, ProblemHttpResult> One(string id, FleetStore store) =>
        store.Snapshot.Rehearsals.FirstOrDefault(rehearsal => rehearsal.Id.Value == id) is { } found ? TypedResults.Ok(RehearsalView.Of(found)) : Problems.Of(RehearsalDesk.Unknown);

    private static async Task<Results<Created<RehearsalInfo>, ProblemHttpResult>> StartAsync(HttpContext context, RehearsalDesk desk, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.RehearsalRequest, """{"seats": 60}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var asked = body.Value!;
        var outcome = await desk.StartAsync(new RehearsalOrder(asked.Seats, asked.Tutorial, asked.Image, asked.Minutes, asked.Force == true), Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Created($"/api/v1/rehearsals/{outcome.Result.Id}", RehearsalView.Of(outcome.Result));
    }

    private static async Task<Results<Ok<RehearsalInfo>, ProblemHttpResult>> StopAsync(string id, HttpContext context, RehearsalDesk desk, CancellationToken cancellationToken)
    {
        var outcome = await desk.StopAsync(id, Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(RehearsalView.Of(outcome.Result));
    }
}
