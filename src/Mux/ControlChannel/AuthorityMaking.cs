using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mux.ControlChannel;

/// <summary>Makes the certificates of a CA itself: a root, and the bridge by which one root leads to the next.</summary>
internal static class AuthorityMaking
{
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>A third before its end the next one is made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>With a key of its own, and a name of its own: a chain is put together by names.</summary>
    public static X509Certificate2 Root(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=risecamp ships {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", key, HashAlgorithmName.SHA256);
        // One more below it: the bridge to its successor.
        Extend(request, pathLength: 1);
        return request.CreateSelfSigned(now - ClockSkew, now + Lifetime);
    }

    /// <summary>The new root's name and key, vouched for by the old root: who knows only the old one is led to the new one.</summary>
    public static X509Certificate2 Bridge(X509Certificate2 before, X509Certificate2 next, DateTimeOffset now)
    {
        var request = new CertificateRequest(next.SubjectName, next.PublicKey, HashAlgorithmName.SHA256);
        Extend(request, pathLength: 0);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(before, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request.Create(before, now - ClockSkew, before.NotAfter < next.NotAfter ? before.NotAfter : next.NotAfter, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>False for a root of an older mux, which allowed nothing below it but ends.</summary>
    public static bool MayBridge(X509Certificate2 root) =>
        root.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { } limits && (!limits.HasPathLengthConstraint || limits.PathLengthConstraint > 0);

    private static void Extend(CertificateRequest request, int pathLength)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, pathLength, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
    }
}
