using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ShipAgent.Tests.Control;

/// <summary>A camp's CA as the mux has one.</summary>
internal sealed class CampAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public CampAuthority()
    {
        var request = new CertificateRequest($"CN=test camp {Guid.NewGuid():N}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2 ForServer(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mux", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = Sign(request, DateTimeOffset.UtcNow.AddMinutes(-5), TimeSpan.FromHours(1));
        return X509CertificateLoader.LoadPkcs12(signed.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
    }

    public static string KeyOf(byte[] signingRequest) =>
        Convert.ToHexString(CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>The request's key under the ship's name, for so long from now.</summary>
    /// <param name="life">From now on; a negative one has ended so long ago.</param>
    public byte[] ForShip(byte[] signingRequest, string shipId, TimeSpan life)
    {
        var asked = CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={shipId}"), asked.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = Sign(request, life < TimeSpan.Zero ? DateTimeOffset.UtcNow + (2 * life) : DateTimeOffset.UtcNow, life.Duration());
        return signed.RawData;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, TimeSpan life)
    {
        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        return request.Create(Certificate.SubjectName, generator, from, from + life, RandomNumberGenerator.GetBytes(12));
    }
}
