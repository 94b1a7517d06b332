using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/fleet</c> and <c>events</c></summary>
internal static class FleetEndpoints
{
    private const int MaxEvents = 500;

    public static void MapFleet(this IEndpointRouteBuilder api)
    {
        api.MapGet("fleet", Fleet).AlsoFor(StaffRole.Helper).WithSummary("Counts by state, goal, doors, waiting line, and each tutorial's target digest.");
        api.MapPut("fleet/goal", SetGoalAsync).WithBody<GoalRequest>().WithSummary("How many ships there shall be: 0 to maxShips by hand; {\"auto\": true} follows the sessions.");
        api.MapGet("events", EventsAsync).WithSummary("The audit log, newest first: ?limit= (1 to 500, else 100), ?before= (an id).");
    }

    private static Ok<FleetInfo> Fleet(FleetStore store, CampDefinition camp, TimeProvider time) => TypedResults.Ok(FleetView.Of(store.Snapshot, camp, time.GetUtcNow()));

    private static async Task<Results<Ok<FleetInfo>, ProblemHttpResult>> SetGoalAsync(
        HttpContext context, FleetOrders orders, FleetStore store, CampDefinition camp, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.GoalRequest, """{"ships": 5}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (body.Value is { Ships: null, Auto: true })
        {
            await orders.FollowSessionsAsync(Requester.Of(context), cancellationToken);
            return Fleet(store, camp, time);
        }

        var outcome = await orders.SetGoalAsync(body.Value?.Ships, Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : Fleet(store, camp, time);
    }

    private static async Task<Results<Ok<IReadOnlyList<EventInfo>>, ProblemHttpResult>> EventsAsync(
        AuditLog audit, CancellationToken cancellationToken, string? limit = null, string? before = null)
    {
        if (!int.TryParse(limit ?? "100", out var count) || count is < 1 or > MaxEvents)
        {
            return Problems.Invalid("limit", "limit must be a whole number.", $"Give a number from 1 to {MaxEvents}.");
        }

        var start = long.MaxValue;
        if (before is not null && !long.TryParse(before, out start))
        {
            return Problems.Invalid("before", "before must be the id of an event.", "Give the smallest id of the page before.");
        }

        var lines = await audit.NewestAsync(count, start, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<EventInfo>>([.. lines.Select(line => new EventInfo(line.Id, line.At, line.Actor, line.Action, line.Subject, line.Detail))]);
    }
}
