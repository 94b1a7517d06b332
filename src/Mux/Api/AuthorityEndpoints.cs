using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/authority</c></summary>
internal static class AuthorityEndpoints
{
    public static void MapAuthority(this IEndpointRouteBuilder api)
    {
        api.MapGet("authority", Show).WithSummary("The camp's own CA, by which mux and ships know each other.");
        api.MapPost("authority/rotate", ChangeAsync).WithSummary("A new CA signs from now on; the one before counts until its last certificate ends. Ships take it over by themselves.");
    }

    private static Results<Ok<AuthorityInfo>, ProblemHttpResult> Show(FleetStore store) => store.Snapshot.Authority is { } facts
        ? TypedResults.Ok(Info(facts))
        : Problems.Of(StatusCodes.Status409Conflict, "Not known yet", "The mux has only just started.", "authority", "Try again in a few seconds.");

    private static async Task<Results<Ok<AuthorityInfo>, ProblemHttpResult>> ChangeAsync(HttpContext context, AuthorityOrders orders, CancellationToken cancellationToken)
    {
        var outcome = await orders.ChangeAsync(Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(Info(outcome.Result));
    }

    private static AuthorityInfo Info(AuthorityFacts facts) => new(facts.Fingerprint, facts.MadeAt, facts.NotAfter, facts.OverlapUntil, facts.MayChange);
}
