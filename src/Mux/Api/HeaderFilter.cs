namespace Mux.Api;

/// <summary>A ship's text goes out as it is: no browser shall take it for a page, nor keep it.</summary>
internal sealed class HeaderFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
