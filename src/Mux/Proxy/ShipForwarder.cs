using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using Mux.Metrics;
using Yarp.ReverseProxy.Forwarder;

namespace Mux.Proxy;

/// <summary>Sends one request down one route.</summary>
internal sealed class ShipForwarder(IHttpForwarder forwarder, ShipClients clients, RequestHeaders requestHeaders, ProxyPages pages, MuxMetrics metrics)
{
    private readonly ConditionalWeakTable<ShipRoute, ShipTransformer> transformers = [];
    private readonly ConditionalWeakTable<ShipRoute, ShipTransformer>.CreateValueCallback make = route => new ShipTransformer(route, requestHeaders, pages);

    /// <summary>Anything but <see cref="ForwarderError.None"/> leaves the response to the caller, unless it has started.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ForwarderError> SendAsync(HttpContext context, ShipRoute route, RequestKind kind, CancellationToken revoked)
    {
        var transformer = transformers.GetValue(route, make);
        var error = kind == RequestKind.WebSocket
            ? await SocketAsync(context, route, transformer, revoked)
            : await forwarder.SendAsync(context, route.Prefix, clients.Http, clients.HttpConfig, transformer, revoked);
        if (error == ForwarderError.None)
        {
            await Banner.AppendAsync(context);
        }

        metrics.Proxied(kind == RequestKind.WebSocket ? "websocket" : "http", error == ForwarderError.None ? null : error.ToString());
        return error;
    }

    private async ValueTask<ForwarderError> SocketAsync(HttpContext context, ShipRoute route, ShipTransformer transformer, CancellationToken revoked)
    {
        metrics.WebSockets(1);
        try
        {
            return await forwarder.SendAsync(context, route.Prefix, clients.WebSocket, clients.WebSocketConfig, transformer, revoked);
        }
        finally
        {
            metrics.WebSockets(-1);
        }
    }

    /// <summary>Uploads are streamed, however large: the ship's disk is the limit.</summary>
    public static void AllowAnySize(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    /// <summary>Nobody accepted the connection, so nothing of the request was seen: it may be sent again.</summary>
    public static bool WasNeverConnected(HttpContext context) => context.GetForwarderErrorFeature()?.Exception is
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or OperationCanceledException { InnerException: TimeoutException };
}
