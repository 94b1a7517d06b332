using System.Security.Cryptography.X509Certificates;

namespace Mux.ControlChannel;

/// <summary>
/// <c>keys/ca.key</c>, which leaves this machine never: the key, and after it in PEM the root, then during a change the bridge and the root before. One file, replaced whole:
/// no crash leaves half a change. <c>ca.crt</c> is written from it: the roots that agents are told of, the one that signs first.
/// </summary>
internal static class AuthorityFiles
{
    public static AuthorityRing ReadOrMake(string dataFolder, DateTimeOffset now)
    {
        var (certificateFile, keyFile) = Paths(dataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(keyFile)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var ring = File.Exists(keyFile) ? Read(File.ReadAllText(keyFile), certificateFile) : null;
        if (ring is null)
        {
            ring = new AuthorityRing(AuthorityMaking.Root(now));
            Write(dataFolder, ring);
        }

        WriteRoots(certificateFile, ring);
        return ring;
    }

    /// <summary>Lasts when it returns.</summary>
    public static void Write(string dataFolder, AuthorityRing ring)
    {
        var (certificateFile, keyFile) = Paths(dataFolder);
        using var key = ring.Current.GetECDsaPrivateKey()!;
        X509Certificate2?[] certificates = [ring.Current, ring.Bridge, ring.Before];
        Replace(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n" + string.Concat(certificates.OfType<X509Certificate2>().Select(Pem)), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WriteRoots(certificateFile, ring);
    }

    private static (string Certificate, string Key) Paths(string dataFolder) => (Path.Combine(dataFolder, "ca.crt"), Path.Combine(dataFolder, "keys", "ca.key"));

    private static AuthorityRing? Read(string text, string certificateFile)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        if (certificates.Count == 0 && File.Exists(certificateFile))
        {
            certificates.ImportFromPemFile(certificateFile); // an older mux kept the key alone
        }

        return certificates.Count == 0 ? null : new AuthorityRing(X509Certificate2.CreateFromPem(certificates[0].ExportCertificatePem(), text))
        {
            Bridge = certificates.Count > 2 ? certificates[1] : null,
            Before = certificates.Count > 2 ? certificates[2] : null,
        };
    }

    private static void WriteRoots(string file, AuthorityRing ring)
    {
        var text = string.Concat(ring.Trusted.Select(Pem));
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            Replace(file, text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static void Replace(string file, string text, UnixFileMode mode)
    {
        var scratch = file + ".new";
        File.Delete(scratch);
        using (var stream = new FileStream(scratch, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(scratch, file, overwrite: true);
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
