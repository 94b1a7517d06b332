using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/sessions</c> and <c>/api/v1/doors</c></summary>
internal static class SessionEndpoints
{
    private const string Example = """{"name": "morning", "opens": "2027-03-04 09:00", "closes": "12:30", "seats": 60, "spare": 3}""";

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapGet("sessions", List).WithSummary("All sessions in order of their openings, each with when its ships will be there.");
        api.MapPost("sessions", AddAsync).WithBody<SessionRequest>().WithSummary("Adds a session (201).");
        api.MapPatch("sessions/{name}", ChangeAsync).WithBody<SessionRequest>().WithSummary("Changes what the body says of a session.");
        api.MapDelete("sessions/{name}", RemoveAsync).WithSummary("Removes a session; no ship is ended that somebody works on.");
        api.MapPost("sessions/{name}/open", OpenAsync).WithSummary("Opens a session now.");
        api.MapPost("sessions/{name}/close", CloseAsync).WithSummary("Closes a session now.");
        api.MapPut("doors", SetDoorsAsync).WithBody<DoorsRequest>().WithSummary("Opens or shuts the doors by hand until the next session closes; null gives them back to their rule.");
    }

    private static Ok<IReadOnlyList<SessionInfo>> List(FleetStore store, CampDefinition camp, TimeProvider time)
    {
        var snapshot = store.Snapshot;
        return TypedResults.Ok<IReadOnlyList<SessionInfo>>([.. snapshot.Sessions.Sessions.Select(session => SessionView.Of(session, snapshot, camp, time.GetUtcNow()))]);
    }

    private static async Task<Results<Created<SessionInfo>, ProblemHttpResult>> AddAsync(
        HttpContext context, SessionOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.SessionRequest, Example);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var outcome = await orders.AddAsync(SessionView.Form(body.Value!, body.Value!.Name ?? ""), Requester.Of(context), cancellationToken);
        return outcome.IsRefused
            ? Problems.Of(outcome.Refusal)
            : TypedResults.Created($"/api/v1/sessions/{outcome.Result.Name}", SessionView.Of(outcome.Result, store.Snapshot, camp, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<SessionInfo>, ProblemHttpResult>> ChangeAsync(
        string name, HttpContext context, SessionOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.SessionRequest, """{"seats": 70}""");
        return body.Problem ?? Answer(await orders.ChangeAsync(SessionView.Form(body.Value!, name), Requester.Of(context), cancellationToken), store, camp, time);
    }

    private static async Task<Results<Ok<SessionInfo>, ProblemHttpResult>> RemoveAsync(
        string name, HttpContext context, SessionOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.RemoveAsync(name, Requester.Of(context), cancellationToken), store, camp, time);

    private static async Task<Results<Ok<SessionInfo>, ProblemHttpResult>> OpenAsync(
        string name, HttpContext context, SessionOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.OpenAsync(name, Requester.Of(context), cancellationToken), store, camp, time);

    private static async Task<Results<Ok<SessionInfo>, ProblemHttpResult>> CloseAsync(
        string name, HttpContext context, SessionOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.CloseAsync(name, Requester.Of(context), cancellationToken), store, camp, time);

    private static async Task<Results<Ok<DoorsInfo>, ProblemHttpResult>> SetDoorsAsync(HttpContext context, SessionOrders orders, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.DoorsRequest, """{"open": true}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        return TypedResults.Ok(new DoorsInfo(await orders.SetDoorsAsync(body.Value!.Open, Requester.Of(context), cancellationToken), body.Value.Open is not null));
    }

    private static Results<Ok<SessionInfo>, ProblemHttpResult> Answer(Ordered<CampSession> outcome, FleetStore store, CampDefinition camp, TimeProvider time) => outcome.IsRefused
        ? Problems.Of(outcome.Refusal)
        : TypedResults.Ok(SessionView.Of(outcome.Result, store.Snapshot, camp, time.GetUtcNow()));
}
