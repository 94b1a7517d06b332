using Microsoft.AspNetCore.Http.HttpResults;
using Mux.ApiModel;
using Mux.Fleet;
using Mux.Orders;
using Mux.Store;

namespace Mux.Api;

/// <summary><c>/api/v1/tokens</c></summary>
internal static class TokenEndpoints
{
    private const int DefaultDays = 30;

    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("tokens", List).WithSummary("Tokens of authors, helpers and organizers, newest first; the tokens themselves are not kept.");
        api.MapPost("tokens", CreateAsync).WithBody<TokenRequest>().WithSummary("Makes a token and shows it this once (201).");
        api.MapDelete("tokens/{id}", RevokeAsync).WithSummary("Ends a token at once.");
    }

    private static Ok<IReadOnlyList<TokenInfo>> List(FleetStore store, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok<IReadOnlyList<TokenInfo>>([.. store.Snapshot.StaffTokens.Values.Where(token => token.ExpiresAt > now).OrderByDescending(token => token.CreatedAt).Select(Info)]);
    }

    private static async Task<Results<Created<TokenMadeInfo>, ProblemHttpResult>> CreateAsync(HttpContext context, TokenOrders orders, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, ApiJson.Default.TokenRequest, """{"name": "Ada", "role": "author", "tutorials": ["intro"]}""");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        var request = body.Value!;
        var outcome = await orders.CreateAsync(request.Name, request.Role, request.Tutorials ?? [], request.Days ?? DefaultDays, Requester.Of(context), cancellationToken);
        return outcome.IsRefused
            ? Problems.Of(outcome.Refusal)
            : TypedResults.Created($"/api/v1/tokens/{outcome.Result.Token.Id}", new TokenMadeInfo(outcome.Result.Secret, Info(outcome.Result.Token)));
    }

    private static async Task<Results<Ok<TokenInfo>, ProblemHttpResult>> RevokeAsync(string id, HttpContext context, TokenOrders orders, CancellationToken cancellationToken)
    {
        var outcome = await orders.RevokeAsync(id, Requester.Of(context), cancellationToken);
        return outcome.IsRefused ? Problems.Of(outcome.Refusal) : TypedResults.Ok(Info(outcome.Result));
    }

    private static TokenInfo Info(StaffToken token) =>
        new(token.Id.Value, token.Staff.Name, token.Staff.Roles.Word(), [.. token.Staff.Tutorials], token.CreatedAt, token.ExpiresAt, token.CreatedBy);
}
