using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>The camp's own small CA (P-256), kept in the data folder: it vouches for the mux towards agents, and for agents towards the mux.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly TimeProvider time;
    private readonly X509Certificate2 authority;

    public CertificateAuthority(MuxSettings settings, TimeProvider time)
    {
        this.time = time;
        authority = AuthorityFiles.ReadOrMake(settings.DataFolder, time.GetUtcNow());
        ServerCertificate = IssueForServer(settings.ControlUrl.Host);
    }

    /// <summary>An agent's certificate is renewed at half of this.</summary>
    public static TimeSpan AgentLifetime { get; } = TimeSpan.FromDays(3);

    public X509Certificate2 ServerCertificate { get; }

    /// <summary>When the authority itself ends.</summary>
    public DateTimeOffset NotAfter => authority.NotAfter;

    /// <summary>What the TLS listener holds a client's certificate against.</summary>
    public X509ChainPolicy ClientPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = time.GetUtcNow().UtcDateTime };
        policy.CustomTrustStore.Add(authority);
        policy.ApplicationPolicy.Add(new Oid(ClientAuth));
        return policy;
    }

    /// <summary>The key is the agent's; the name is chosen here.</summary>
    public X509Certificate2 IssueForAgent(ShipId ship, AgentKey agent) =>
        Issue(new CertificateRequest(new X500DistinguishedName($"CN={ship.Value}"), agent.Value, HashAlgorithmName.SHA256), ClientAuth, AgentLifetime);

    /// <summary>The ship that a certificate, already verified, speaks for; null when it names none.</summary>
    public static ShipId? ShipOf(X509Certificate2? certificate) => ShipId.TryParse(certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false));

    public void Dispose()
    {
        authority.Dispose();
        ServerCertificate.Dispose();
    }

    private X509Certificate2 IssueForServer(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using var bare = Issue(request, ServerAuth, TimeSpan.FromDays(397));
        using var whole = bare.CopyWithPrivateKey(key);

        // A key that lives in memory only cannot be handed to the TLS layer on every platform; one from a PKCS#12 can.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private X509Certificate2 Issue(CertificateRequest request, string purpose, TimeSpan lifetime)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        var now = time.GetUtcNow();
        return request.Create(authority, now - ClockSkew, now + lifetime, RandomNumberGenerator.GetBytes(16));
    }
}
