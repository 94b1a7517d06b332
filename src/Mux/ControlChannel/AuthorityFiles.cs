using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mux.ControlChannel;

/// <summary><c>ca.crt</c>, which every agent pins, and <c>keys/ca.key</c>, which leaves this machine never.</summary>
internal static class AuthorityFiles
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    public static X509Certificate2 ReadOrMake(string dataFolder, DateTimeOffset now)
    {
        var certificateFile = Path.Combine(dataFolder, "ca.crt");
        var keyFile = Path.Combine(dataFolder, "keys", "ca.key");
        Directory.CreateDirectory(Path.GetDirectoryName(keyFile)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(certificateFile))
        {
            Make(certificateFile, keyFile, now);
        }

        return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
    }

    private static void Make(string certificateFile, string keyFile, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=risecamp ships", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromMinutes(5), now + Lifetime);
        using (var stream = new FileStream(keyFile, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        // The certificate last: a key without it is made anew.
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
    }
}
