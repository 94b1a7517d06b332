using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>What a look at the CA has changed.</summary>
internal enum AuthorityChange
{
    None,

    /// <summary>There is a new root, and the one before counts for a while.</summary>
    Changed,

    /// <summary>The root before counts no more.</summary>
    Dropped,

    /// <summary>The mux has a new certificate of the same root.</summary>
    Renewed,
}

/// <summary>The camp's own small CA (P-256), kept in the data folder: it vouches for the mux towards agents, and for agents towards the mux.</summary>
internal sealed class CertificateAuthority(MuxSettings settings, TimeProvider time)
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(90);

    // A camp that was put away over a holiday. Longer is no use: what nobody has missed for a month is launched anew.
    private static readonly TimeSpan LateRenewal = TimeSpan.FromDays(30);

    private readonly Lock gate = new();

    // What is replaced is left to the collector: handshakes under way may hold it.
    private volatile Standing standing = Standing.Of(AuthorityFiles.ReadOrMake(settings.DataFolder, time.GetUtcNow()), settings.ControlUrl.Host, time.GetUtcNow());

    public X509Certificate2 ServerCertificate => standing.Server;

    /// <summary>The mux's certificate, and during a change the bridge: whoever knows the old root alone finds the way to it.</summary>
    public SslStreamCertificateContext ServerContext => standing.Context;

    /// <summary>In DER: what agents shall trust from now on.</summary>
    public ImmutableArray<byte[]> Trusted => [.. standing.Ring.Trusted.Select(root => root.RawData)];

    public AuthorityFacts Facts => standing.Ring.Facts;

    /// <summary>When the root that signs ends.</summary>
    public DateTimeOffset NotAfter => Facts.NotAfter;

    /// <summary>What the TLS listener holds a client's certificate against. One that has ended gets in, but no further than to its renewal.</summary>
    public X509ChainPolicy ClientPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid };
        policy.CustomTrustStore.AddRange(standing.Ring.Trusted.ToArray());
        policy.ApplicationPolicy.Add(new Oid(ClientAuth));
        return policy;
    }

    /// <summary>The key is the agent's; the name is chosen here.</summary>
    public X509Certificate2 IssueForAgent(ShipId ship, AgentKey agent) => Issue(
        standing.Ring, new CertificateRequest(new X500DistinguishedName($"CN={ship.Value}"), agent.Value, HashAlgorithmName.SHA256), ClientAuth, AuthorityRing.AgentLifetime, time.GetUtcNow());

    /// <summary>The ship that a certificate, already verified, speaks for; null when it names none, or has ended.</summary>
    public ShipId? ShipOf(X509Certificate2? certificate) => ShipOf(certificate, TimeSpan.Zero);

    /// <summary>The ship that may have a fresh certificate for this one, already verified: also a while after its end, when the camp was put away meanwhile.</summary>
    public ShipId? RenewerOf(X509Certificate2? certificate) => ShipOf(certificate, LateRenewal);

    /// <summary>Does what time, or the organizer, asks for: at most one thing; it lasts when this returns.</summary>
    /// <param name="leave">The root of this fingerprint shall sign no more; null: whatever root there is will do.</param>
    public AuthorityChange Advance(string? leave)
    {
        lock (gate)
        {
            var (now, ring) = (time.GetUtcNow(), standing.Ring);
            var (next, change) = ring.Before is not null && now >= ring.OverlapUntil ? (ring with { Before = null, Bridge = null }, AuthorityChange.Dropped)
                : ring.MustChange(now, leave) ? (ring.Change(now), AuthorityChange.Changed)
                : IsOld(standing.Server, now) ? (ring, AuthorityChange.Renewed)
                : (ring, AuthorityChange.None);
            if (change is AuthorityChange.Dropped or AuthorityChange.Changed)
            {
                AuthorityFiles.Write(settings.DataFolder, next);
            }

            standing = change == AuthorityChange.None ? standing : Standing.Of(next, settings.ControlUrl.Host, now);
            return change;
        }
    }

    private ShipId? ShipOf(X509Certificate2? certificate, TimeSpan late) =>
        certificate is not null && time.GetUtcNow() < certificate.NotAfter.ToUniversalTime() + late ? ShipId.TryParse(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)) : null;

    // Of its own life: near the end of a root that cannot be changed a certificate lives shorter.
    private static bool IsOld(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotAfter.ToUniversalTime() - now.UtcDateTime < (certificate.NotAfter - certificate.NotBefore) / 3;

    private static X509Certificate2 IssueForServer(AuthorityRing ring, string host, DateTimeOffset now)
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
        using var bare = Issue(ring, request, ServerAuth, ServerLifetime, now);
        using var whole = bare.CopyWithPrivateKey(key);

        // A key that lives in memory only cannot be handed to the TLS layer on every platform; one from a PKCS#12 can.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 Issue(AuthorityRing ring, CertificateRequest request, string purpose, TimeSpan lifetime, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ring.Current, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var (end, limit) = (now + lifetime, new DateTimeOffset(ring.Current.NotAfter.ToUniversalTime()));
        return request.Create(ring.Current, now - AuthorityMaking.ClockSkew, end < limit ? end : limit, RandomNumberGenerator.GetBytes(16));
    }

    private sealed record Standing(AuthorityRing Ring, X509Certificate2 Server, SslStreamCertificateContext Context)
    {
        public static Standing Of(AuthorityRing ring, string host, DateTimeOffset now)
        {
            var server = IssueForServer(ring, host, now);
            // The root before is named to complete the chain; being a root, it is not sent.
            return new Standing(ring, server, SslStreamCertificateContext.Create(server, ring.Bridge is null ? null : [ring.Bridge, ring.Before!], offline: true));
        }
    }
}
