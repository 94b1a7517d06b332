using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Auth;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/hands</c></summary>
internal static class HandEndpoints
{
    public static void MapHands(this IEndpointRouteBuilder api)
    {
        api.MapGet("hands", List).AlsoFor(StaffRole.Helper).WithSummary("Who asks for help, in order of arrival.");
        api.MapPost("hands/{id}/take", TakeAsync).AlsoFor(StaffRole.Helper).WithSummary("Tells the attendee that you come; a hand that somebody else has taken changes hands.");
        api.MapPost("hands/{id}/ask", AskAsync).AlsoFor(StaffRole.Helper).WithBody<HandAskRequest>().WithSummary("Asks the attendee for leave to look; while looking is open, for leave to type.");
        api.MapPost("hands/{id}/close", CloseAsync).AlsoFor(StaffRole.Helper).WithSummary("Gives back what the attendee has opened, or takes back the question.");
        api.MapPost("hands/{id}/done", FinishAsync).AlsoFor(StaffRole.Helper).WithSummary("The attendee is helped: the hand goes down.");
    }

    private static Ok<IReadOnlyList<HandInfo>> List(FleetStore store, TimeProvider time)
    {
        var (snapshot, now) = (store.Snapshot, time.GetUtcNow());
        return TypedResults.Ok<IReadOnlyList<HandInfo>>([.. HandRules.InOrder(snapshot).Select(hand => Info(hand, snapshot, now))]);
    }

    private static async Task<Results<Ok<HandInfo>, ProblemHttpResult>> TakeAsync(string id, HttpContext context, HandOrders orders, FleetStore store, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.TakeAsync(id, Requester.Of(context), cancellationToken), store, time);

    private static async Task<Results<Ok<HandInfo>, ProblemHttpResult>> AskAsync(string id, HttpContext context, HandOrders orders, FleetStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.HandAskRequest, """{"tutorial": "intro"}""");
        return body.Problem is { } problem ? problem : Answer(await orders.AskAsync(id, body.Value!.Tutorial, Requester.Of(context), cancellationToken), store, time);
    }

    private static async Task<Results<Ok<HandInfo>, ProblemHttpResult>> CloseAsync(string id, HttpContext context, HandOrders orders, FleetStore store, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.CloseAsync(id, Requester.Of(context), cancellationToken), store, time);

    private static async Task<Results<Ok<HandInfo>, ProblemHttpResult>> FinishAsync(string id, HttpContext context, HandOrders orders, FleetStore store, TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await orders.FinishAsync(id, Requester.Of(context), cancellationToken), store, time);

    private static Results<Ok<HandInfo>, ProblemHttpResult> Answer(Ordered<Hand> outcome, FleetStore store, TimeProvider time) =>
        outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(Info(outcome.Result, store.Snapshot, time.GetUtcNow()));

    private static HandInfo Info(Hand hand, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var leave = HandRules.Open(hand, snapshot, now);
        return new HandInfo(
            hand.Id.Value,
            hand.Attendee.Value,
            snapshot.Attendees[hand.Attendee].Name,
            hand.Tutorial,
            hand.Note,
            hand.RaisedAt,
            hand.Helper?.Name ?? "",
            leave switch { { Typing: true } => "type", not null => "look", null => hand.Question is null ? "nothing" : "asked" },
            leave?.Until);
    }
}
