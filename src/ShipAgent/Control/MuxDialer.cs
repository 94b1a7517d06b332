using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using ShipAgent.Settings;

namespace ShipAgent.Control;

/// <summary>Makes channels to the mux: TLS 1.3, the camp's CA and no other, the mux's name checked as ever.</summary>
internal sealed class MuxDialer(AgentSettings settings, MuxTrust trust)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    // A spec of many tutorials is some kilobytes.
    private const int MaxMessageBytes = 1 << 20;

    /// <param name="client">Null for the enrollment, the only call that is open without one.</param>
    public GrpcChannel Dial(X509Certificate2? client)
    {
        var options = new GrpcChannelOptions
        {
            HttpHandler = Handler(client), DisposeHttpClient = true, MaxReceiveMessageSize = MaxMessageBytes, MaxSendMessageSize = MaxMessageBytes,
        };
        return GrpcChannel.ForAddress(settings.ControlUrl, options);
    }

    /// <summary>How any connection to the mux is made.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? client) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = TrustPolicy(),
            ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true),
        },
        // A mux that is gone without a word: 15 s of silence, then 10 s for the answer to a ping.
        KeepAlivePingDelay = TimeSpan.FromSeconds(15),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    };

    private X509ChainPolicy TrustPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(trust.Roots());
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }
}
