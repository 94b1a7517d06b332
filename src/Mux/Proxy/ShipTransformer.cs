using Yarp.ReverseProxy.Forwarder;

namespace Mux.Proxy;

/// <summary>Both directions of one route, with the mux's rules instead of the forwarder's own.</summary>
internal sealed class ShipTransformer(ShipRoute route, RequestHeaders requestHeaders, ProxyPages pages) : HttpTransformer
{
    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = UpstreamAddress.Of(httpContext, route);
        requestHeaders.Copy(httpContext, proxyRequest, route);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        // The body of an upgrade that nobody asked for would be read as the answer to the next request.
        if (httpContext.Response.StatusCode == StatusCodes.Status101SwitchingProtocols && RequestKind.Of(httpContext) != RequestKind.WebSocket)
        {
            await pages.RefuseAnswerAsync(httpContext, route.Tutorial, "The tutorial switched to another protocol unasked.");
            return false;
        }

        ResponseHeaders.Copy(httpContext, proxyResponse, route);
        if (httpContext.Response.Headers.Location is [{ } location] && !ShipRedirects.Stays(location, httpContext.Request, route.Path))
        {
            await pages.RefuseAnswerAsync(httpContext, route.Tutorial, "The tutorial tried to send your browser to another place. Tutorials may only lead to their own pages.");
            return false;
        }

        Banner.Announce(httpContext);
        return true;
    }

    /// <summary>Trailers pass in neither direction.</summary>
    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
