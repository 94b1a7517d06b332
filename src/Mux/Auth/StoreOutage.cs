using Mux.Camp;
using Mux.Pages;
using Mux.Store;

namespace Mux.Auth;

internal static class StoreOutage
{
    private const int RetrySeconds = 5;

    /// <summary>A change that could not be written is a 503 with <c>Retry-After</c>, and did not happen; what needs no change goes on as ever.</summary>
    public static RouteHandlerBuilder SayWhenStoreIsOut(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(async (invocation, next) =>
    {
        try
        {
            return await next(invocation);
        }
        catch (StoreUnavailableException)
        {
            var context = invocation.HttpContext;
            Page.ComeAgain(context, RetrySeconds);
            var shell = new ShellModel("One moment", context.RequestServices.GetRequiredService<CampDefinition>().Title);
            return Page.Message(context, new MessageModel(shell, "Nothing can be saved right now, so nothing was changed. Please try again in a few seconds.") { Busy = true }, StatusCodes.Status503ServiceUnavailable);
        }
    });
}
