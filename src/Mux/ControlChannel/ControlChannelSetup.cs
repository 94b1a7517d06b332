using System.Security.Authentication;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Mux.Camp;
using Mux.Fleet;
using Mux.Listeners;
using Mux.Metrics;

namespace Mux.ControlChannel;

internal static class ControlChannelSetup
{
    private const int LargestMessage = 256 << 10;
    // What an agent takes.
    private const int LargestOrder = 1 << 20;

    public static IServiceCollection AddControlChannel(this IServiceCollection services)
    {
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestMessage;
            options.MaxSendMessageSize = LargestOrder;
        });
        return services
            // The limit is on what comes over the wire: a few kilobytes of gzip could still be a gigabyte. Gzip is added where nothing is configured: hence afterwards.
            .PostConfigure<GrpcServiceOptions>(options => options.CompressionProviders.Clear())
            .AddMetricsRoom()
            .AddSingleton<CertificateAuthority>()
            .AddSingleton<AgentArchive>()
            .AddSingleton<EnrollmentDesk>()
            .AddSingleton<ShipConnections>()
            .AddSingleton<IShipLogs>(provider => provider.GetRequiredService<ShipConnections>())
            .AddSingleton<SpecBuilder>()
            .AddSingleton<ReportPace>()
            .AddSingleton<AgentGreeting>()
            .AddSingleton<AgentStream>()
            .AddSingleton<ControlService>()
            .AddSingleton<EnrollmentService>()
            .AddSingleton<AuthorityKeeper>()
            .AddHostedService(provider => provider.GetRequiredService<AuthorityKeeper>())
            .AddHostedService<SpecBroadcaster>();
    }

    public static IEndpointRouteBuilder MapControlChannel(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<EnrollmentService>().OnListener(Listener.Control);
        endpoints.MapGrpcService<ControlService>().OnListener(Listener.Control);
        endpoints.MapAgentDownload().OnListener(Listener.Control);
        return endpoints;
    }

    /// <summary>HTTP/2 over TLS 1.3 only. A peer without a certificate may only enroll; one with a certificate of another CA does not get through the handshake.</summary>
    public static void UseControlChannel(this ListenOptions listen)
    {
        var authority = listen.ApplicationServices.GetRequiredService<CertificateAuthority>();
        listen.Protocols = HttpProtocols.Http2;
        // A peer that is gone without a word: 20 s of silence, then 10 s for the answer to a ping.
        listen.KestrelServerOptions.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        listen.KestrelServerOptions.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = authority.ServerCertificate,
            SslProtocols = SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            // For each connection, since the CA may change.
            OnAuthenticate = (_, tls) => (tls.ServerCertificateContext, tls.CertificateChainPolicy) = (authority.ServerContext, authority.ClientPolicy()),
        });
    }
}
