using Microsoft.AspNetCore.Http.Features;

namespace Mux.Proxy;

/// <summary>How a request must be treated.</summary>
internal enum RequestKind
{
    /// <summary>Reads: GET, HEAD, OPTIONS.</summary>
    Safe,

    /// <summary>May change something, and so must come from the mux's own pages.</summary>
    Unsafe,

    WebSocket,

    /// <summary>Nothing that the mux passes on.</summary>
    Refused,
}

internal static class RequestKindExtensions
{
    extension(RequestKind)
    {
        public static RequestKind Of(HttpContext context)
        {
            var request = context.Request;
            var method = request.Method;
            if (HttpMethods.IsConnect(method))
            {
                return context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } ? RequestKind.WebSocket : RequestKind.Refused;
            }

            if (request.Headers.Upgrade.Count > 0)
            {
                return IsHandshake(context) ? RequestKind.WebSocket : RequestKind.Refused;
            }

            return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? RequestKind.Safe
                : HttpMethods.IsTrace(method) ? RequestKind.Refused
                : RequestKind.Unsafe;
        }
    }

    /// <summary>Somebody opens a page, as opposed to a script that fetches something.</summary>
    public static bool IsDocument(this HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        var mode = request.Headers["Sec-Fetch-Mode"];
        return mode.Count > 0 ? mode == "navigate" : request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    // A handshake with a body would leave the body to be read as frames.
    private static bool IsHandshake(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Upgrade is [{ } protocol]
        && protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase)
        && context.Request.ContentLength is null or 0
        && context.Request.Headers.TransferEncoding.Count == 0
        && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
}
