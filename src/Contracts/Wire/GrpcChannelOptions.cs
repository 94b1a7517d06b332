namespace Contracts.Wire;

/// <summary>Settings of a channel; sizes in bytes.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Null: a handler of the channel's own, with keep-alive pings and no proxy. A given one (for client certificates) stays its giver's to dispose.</summary>
    public SocketsHttpHandler? Handler { get; set; }

    public int MaxReceiveMessageSize { get; set; } = GrpcWireOptions.DefaultMessageSize;

    public int MaxSendMessageSize { get; set; } = GrpcWireOptions.DefaultMessageSize;

    /// <summary>Of all headers, and of all trailers, in either direction.</summary>
    public int MaxMetadataSize { get; set; } = GrpcWireOptions.DefaultMetadataSize;

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>A handler as a channel makes it: a dead server is found after 15 s of silence and 10 s without an answer to a ping.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(15),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    };
}
