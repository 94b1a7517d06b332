using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contracts.Wire;
using ShipAgent.Settings;

namespace ShipAgent.Control;

/// <summary>Makes channels to the mux: TLS 1.3, the camp's CA and no other, the mux's name checked as ever.</summary>
internal sealed class MuxDialer(AgentSettings settings, AgentFolder folder)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    // A spec of many tutorials is some kilobytes.
    private const int MaxMessageBytes = 1 << 20;

    /// <param name="client">Null for the enrollment, the only call that is open without one.</param>
    public MuxConnection Dial(X509Certificate2? client)
    {
        var handler = GrpcChannelOptions.CreateHandler();
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = TrustPolicy(),
            ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true),
        };
        var options = new GrpcChannelOptions { Handler = handler, MaxReceiveMessageSize = MaxMessageBytes, MaxSendMessageSize = MaxMessageBytes };
        return new MuxConnection(new GrpcChannel(new Uri(settings.ControlUrl), options), handler);
    }

    private X509ChainPolicy TrustPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        // Read at each dial: while a CA is being replaced the file holds two.
        policy.CustomTrustStore.ImportFromPemFile(folder.PathOf(settings.CaFile));
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }
}

/// <summary>A channel together with the handler that it lives on.</summary>
internal sealed record MuxConnection(GrpcChannel Channel, SocketsHttpHandler Handler) : IDisposable
{
    public void Dispose()
    {
        Channel.Dispose();
        Handler.Dispose();
    }
}
