using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/attendees</c></summary>
internal static class AttendeeEndpoints
{
    public static void MapAttendees(this IEndpointRouteBuilder api)
    {
        api.MapGet("attendees", List).AlsoFor(StaffRole.Helper).WithSummary("Who logged in, in order of arrival.");
        api.MapPost("attendees/{id}/code", RenewCodeAsync).WithSummary("Makes a personal code for somebody who came by the access code, and shows it this once; the one before is good no longer.");
        api.MapDelete("attendees/{id}/logins", LogOutAsync).WithSummary("Ends all logins of an attendee at once; the ship and its files stay.");
    }

    private static Ok<IReadOnlyList<AttendeeInfo>> List(FleetStore store)
    {
        var snapshot = store.Snapshot;
        return TypedResults.Ok<IReadOnlyList<AttendeeInfo>>([.. snapshot.People
            .OrderBy(attendee => attendee.CreatedAt).ThenBy(attendee => attendee.Id.Value, StringComparer.Ordinal)
            .Select(attendee => FleetView.Of(attendee, snapshot))]);
    }

    private static async Task<Results<Ok<AttendeeCodeInfo>, ProblemHttpResult>> RenewCodeAsync(string id, HttpContext context, AttendeeOrders orders, CancellationToken cancellationToken)
    {
        var outcome = await orders.RenewCodeAsync(id, Requester.Of(context), cancellationToken);
        return outcome.IsRefused
            ? Problems.Of(outcome.Refusal)
            : TypedResults.Ok(new AttendeeCodeInfo(outcome.Result.Attendee.Id.Value, outcome.Result.Attendee.Name, outcome.Result.Code));
    }

    private static async Task<Results<Ok<LoginsEndedInfo>, ProblemHttpResult>> LogOutAsync(string id, HttpContext context, AttendeeOrders orders, CancellationToken cancellationToken)
    {
        var outcome = await orders.LogOutAsync(id, Requester.Of(context), cancellationToken);
        return outcome.IsRefused
            ? Problems.Of(outcome.Refusal)
            : TypedResults.Ok(new LoginsEndedInfo(outcome.Result.Attendee.Id.Value, outcome.Result.Attendee.Name, outcome.Result.Count));
    }
}
