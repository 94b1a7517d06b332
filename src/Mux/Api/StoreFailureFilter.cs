using Mux.Store;

namespace Mux.Api;

/// <summary>A change that could not be made durable is a 503 with a time to try again, whatever endpoint it happened in.</summary>
internal sealed class StoreFailureFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return Problems.Unavailable();
        }
    }
}
