using System.Security.Authentication;
using Contracts.Control;
using Contracts.Wire;
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

    public static IServiceCollection AddControlChannel(this IServiceCollection services) => services
        .AddMetricsRoom()
        .AddGrpcWire(options => options.MaxReceiveMessageSize = LargestMessage)
        .AddSingleton<CertificateAuthority>()
        .AddSingleton<AgentArchive>()
        .AddSingleton<EnrollmentDesk>()
        .AddSingleton<ShipConnections>()
        .AddSingleton<IShipLogs>(provider => provider.GetRequiredService<ShipConnections>())
        .AddSingleton<SpecBuilder>()
        .AddSingleton<ReportPace>()
        .AddSingleton<AgentStream>()
        .AddHostedService<SpecBroadcaster>();

    public static IEndpointRouteBuilder MapControlChannel(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.ServiceProvider.GetRequiredService<EnrollmentDesk>();
        var streams = endpoints.ServiceProvider.GetRequiredService<AgentStream>();
        endpoints.MapUnary<EnrollRequest, EnrollResponse>(ControlMethods.Enroll, desk.EnrollAsync).OnListener(Listener.Control);
        endpoints.MapUnary<RenewRequest, EnrollResponse>(ControlMethods.Renew, desk.RenewAsync).OnListener(Listener.Control);
        endpoints.MapDuplexStreaming<AgentMessage, MuxMessage>(ControlMethods.Connect, streams.RunAsync).OnListener(Listener.Control);
        endpoints.MapAgentDownload().OnListener(Listener.Control);
        return endpoints;
    }

    /// <summary>HTTP/2 over TLS 1.3 only. A peer without a certificate may only enroll; one with a certificate of another CA does not get through the handshake.</summary>
    public static void UseControlChannel(this ListenOptions listen)
    {
        var authority = listen.ApplicationServices.GetRequiredService<CertificateAuthority>();
        listen.Protocols = HttpProtocols.Http2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = authority.ServerCertificate,
            SslProtocols = SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = authority.ClientPolicy(),
        });
    }
}
