using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Camp;

namespace Mux.Tests.Listeners;

/// <summary>A root that a test's clients know, one authority below it that they do not, and the files of a server.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 between;

    public TestAuthority()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = Authority("root", rootKey).CreateSelfSigned(now.AddDays(-2), now.AddDays(9));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Authority("between", key).Create(Root, now.AddDays(-1), now.AddDays(8), [1]);
        between = issued.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Root { get; }

    /// <summary>Writes a fresh certificate with its chain, and its key; gives its fingerprint.</summary>
    /// <param name="days">From now until its end; less than nothing: it has ended.</param>
    public string Write(TlsFiles files, string host, double days = 5)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(between, now.AddHours(-20), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem() + "\n" + between.ExportCertificatePem() + "\n");
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        Root.Dispose();
        between.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256)
    {
        CertificateExtensions = { new X509BasicConstraintsExtension(true, false, 0, true) },
    };
}
