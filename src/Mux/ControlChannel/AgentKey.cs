using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mux.ControlChannel;

/// <summary>The public key of a certificate request. All else that the request says is left unread.</summary>
internal sealed class AgentKey : IDisposable
{
    private readonly ECDsa key;

    private AgentKey(PublicKey value, ECDsa key) => (Value, this.key, Fingerprint) = (value, key, Convert.ToHexStringLower(SHA256.HashData(value.ExportSubjectPublicKeyInfo())));

    public PublicKey Value { get; }

    /// <summary>SHA-256 of the key, in hex.</summary>
    public string Fingerprint { get; }

    /// <summary>Null when the request is not one of a P-256 key that this key has signed.</summary>
    public static AgentKey? Read(ReadOnlySpan<byte> certificateRequest)
    {
        try
        {
            var asked = CertificateRequest.LoadSigningRequest(certificateRequest.ToArray(), HashAlgorithmName.SHA256).PublicKey;
            return asked.GetECDsaPublicKey() is { KeySize: 256 } key ? new AgentKey(asked, key) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => key.Dispose();
}
