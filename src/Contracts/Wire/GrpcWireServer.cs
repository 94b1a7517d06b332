using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Contracts.Wire;

public static class GrpcWireServer
{
    /// <summary>Options, and a clock unless there is one; the methods themselves are added with <c>Map…</c>.</summary>
    public static IServiceCollection AddGrpcWire(this IServiceCollection services, Action<GrpcWireOptions>? configure = null)
    {
        var options = services.AddOptions<GrpcWireOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>HTTP/2 pings that find dead peers of silent streams: after 20 s of silence, 10 s for the answer. Holds for the whole server.</summary>
    public static KestrelServerOptions KeepGrpcWireAlive(this KestrelServerOptions kestrel)
    {
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        return kestrel;
    }
}
