using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary>An order that could not be written did not happen: the page says so, and how to try again.</summary>
internal sealed class StoreTrouble(Frame frame) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException)
        {
            var http = context.HttpContext;
            http.Response.Headers.RetryAfter = "5";
            var model = new MessageModel(frame.Around(http, "Not now", "/", live: false), "The mux cannot write to its store at the moment; nothing was changed. Look at its log and at the free space of MUX_DATA, then try again.")
            {
                LinkUrl = "/",
                LinkText = "Back to the fleet",
            };
            return Page.Message(http, model, StatusCodes.Status503ServiceUnavailable);
        }
    }
}
