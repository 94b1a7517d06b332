using System.Globalization;
using Mux.Camp;
using Mux.Orders;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary><c>/tokens</c> and what is ordered there</summary>
internal sealed class TokenPages(FleetStore store, CampDefinition camp, TokenOrders orders, Frame frame, TimeProvider time)
{
    public const string Place = "/tokens";

    public IResult Show(HttpContext context) => All(context, null, "");

    /// <summary>The answer shows the token, this once.</summary>
    public async Task<IResult> CreateAsync(HttpContext context)
    {
        var typed = TokenForm.Typed(camp, await context.Request.ReadFormAsync(context.RequestAborted));
        var days = int.TryParse(typed.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var outcome = await orders.CreateAsync(typed.Name, typed.Role, typed.Chosen, days, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused
            ? All(context, typed with { Error = $"{outcome.Refusal.Why} {outcome.Refusal.Fix}", Field = outcome.Refusal.Field }, "")
            : All(context, TokenForm.Empty(camp) with { Made = $"The token for {outcome.Result.Token.Staff.Name}" }, outcome.Result.Secret);
    }

    public async Task<IResult> RevokeAsync(HttpContext context, string id)
    {
        var outcome = await orders.RevokeAsync(id, Requester.Of(context), context.RequestAborted);
        return outcome.IsRefused ? frame.NotThere(context, "token", Place) : Page.SeeOther(context, Place);
    }

    private IResult All(HttpContext context, TokenForm? form, string secret) => Frame.Show<TokensPage, TokensPageModel>(
        context,
        TokensPageModel.Of(frame.Around(context, "Tokens", Place, live: form is null), store.Snapshot, form ?? TokenForm.Empty(camp), secret, time.GetUtcNow()),
        form is { Error.Length: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}

internal static class TokenRoutes
{
    public static void MapTokenPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(TokenPages.Place, (HttpContext context, TokenPages tokens) => tokens.Show(context));
        pages.MapPost(TokenPages.Place, (HttpContext context, TokenPages tokens) => tokens.CreateAsync(context));
        pages.MapPost("/tokens/{id}/revoke", (HttpContext context, string id, TokenPages tokens) => tokens.RevokeAsync(context, id));
    }
}
