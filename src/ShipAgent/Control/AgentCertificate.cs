using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ShipAgent.Settings;

namespace ShipAgent.Control;

/// <summary>
/// The agent's key and certificate. The key is made once and stays; only the certificate is renewed, so that at every moment
/// the two files on disk belong together.
/// </summary>
internal sealed class AgentCertificate(AgentFolder folder, TimeProvider time)
{
    private const string KeyFile = "agent.key";
    private const string CertificateFile = "agent.crt";

    private X509Certificate2? _certificate;
    private long _loadedAt;
    private TimeSpan _renewAfter;

    /// <summary>Null before the enrollment.</summary>
    public X509Certificate2? Current => _certificate ??= Load();

    public bool IsExpired => Current is { } certificate && certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow();

    /// <summary>
    /// Until the renewal is due. Counted from a monotonic clock and the certificate's own length once it is here: a wrong
    /// wall clock costs one early renewal, not one after the other.
    /// </summary>
    public TimeSpan UntilRenewal => _renewAfter - time.GetElapsedTime(_loadedAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>PKCS#10 in DER for the agent's key. The name in it means nothing: the mux chooses its own.</summary>
    public byte[] CreateRequest()
    {
        using var key = LoadOrCreateKey();
        return new CertificateRequest("CN=ship", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    /// <summary>Stores a certificate that the mux has given; false when it is not for the agent's key.</summary>
    public bool Store(byte[] der)
    {
        using var key = LoadOrCreateKey();
        using var given = X509CertificateLoader.LoadCertificate(der);
        using var certified = given.GetECDsaPublicKey();
        if (certified is null || !certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            return false;
        folder.Write(CertificateFile, given.ExportCertificatePem());
        // The old one may still be in use by a connection: it is left to the collector.
        _certificate = given.CopyWithPrivateKey(key);
        Schedule(given.NotAfter - given.NotBefore, TimeSpan.Zero);
        return true;
    }

    private X509Certificate2? Load()
    {
        if (folder.ReadText(CertificateFile) is not { } certificate || folder.ReadText(KeyFile) is not { } key)
            return null;
        var loaded = X509Certificate2.CreateFromPem(certificate, key);
        Schedule(loaded.NotAfter - loaded.NotBefore, time.GetUtcNow() - loaded.NotBefore.ToUniversalTime());
        return loaded;
    }

    private void Schedule(TimeSpan life, TimeSpan age) => (_loadedAt, _renewAfter) = (time.GetTimestamp(), life / 2 - age);

    private ECDsa LoadOrCreateKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (folder.ReadText(KeyFile) is { } pem)
            key.ImportFromPem(pem);
        else
            folder.Write(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return key;
    }
}
