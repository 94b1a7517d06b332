using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Mux.Proxy;

/// <summary>The two ways to talk to ships; WebSockets have connections of their own, acknowledged at once and never reused.</summary>
internal sealed class ShipClients : IDisposable
{
    public ShipClients(ShipDialer dialer, IOptions<ProxyOptions> options)
    {
        var limits = options.Value;
        Http = Make(limits, limits.RequestsPerAttendee, async (context, cancellationToken) =>
            new NetworkStream(await dialer.DialAsync(context.DnsEndPoint, cancellationToken), ownsSocket: true));
        WebSocket = Make(limits, limits.WebSocketsPerAttendee, async (context, cancellationToken) =>
            new PromptStream(await dialer.DialAsync(context.DnsEndPoint, cancellationToken)));
        HttpConfig = new() { ActivityTimeout = limits.RequestSilence, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        WebSocketConfig = HttpConfig with { ActivityTimeout = limits.WebSocketSilence };
    }

    public HttpMessageInvoker Http { get; }

    public HttpMessageInvoker WebSocket { get; }

    public ForwarderRequestConfig HttpConfig { get; }

    public ForwarderRequestConfig WebSocketConfig { get; }

    public void Dispose()
    {
        Http.Dispose();
        WebSocket.Dispose();
    }

    private static HttpMessageInvoker Make(ProxyOptions limits, int connections, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) =>
        new(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = limits.ConnectTimeout,
            PooledConnectionIdleTimeout = limits.IdleConnection,
            MaxConnectionsPerServer = connections,
            ConnectCallback = connect,
        });
}
