using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ShipAgent.Settings;

namespace ShipAgent.Control;

/// <summary>
/// The roots by which the mux is known: those that the ship was launched with, until the mux itself, over its proven channel, has named others. What it named last
/// counts alone, so that a root that was replaced is forgotten.
/// </summary>
internal sealed class MuxTrust(AgentSettings settings, AgentFolder folder)
{
    private const string FileName = "trust.crt";
    private const int Most = 4;

    /// <summary>Read at each dial.</summary>
    public X509Certificate2Collection Roots()
    {
        var roots = new X509Certificate2Collection();
        if (folder.ReadText(FileName) is { } learnt)
            roots.ImportFromPem(learnt);
        else
            roots.ImportFromPemFile(folder.PathOf(settings.CaFile));
        return roots;
    }

    /// <summary>False for what is no root, or for none: then all stays as it was.</summary>
    public bool Learn(IReadOnlyCollection<byte[]> roots)
    {
        if (roots.Count is 0 or > Most)
            return false;
        try
        {
            var text = string.Concat(roots.Select(Pem));
            if (text != folder.ReadText(FileName))
                folder.Write(FileName, text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Pem(byte[] der)
    {
        using var root = X509CertificateLoader.LoadCertificate(der);
        return root.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { CertificateAuthority: true }
            ? root.ExportCertificatePem() + "\n"
            : throw new CryptographicException("not the certificate of an authority");
    }
}
