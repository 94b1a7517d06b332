using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mux.Camp;

namespace Mux.Listeners;

/// <summary>Either a pair that can be served, or what is wrong with the files and what to do.</summary>
internal sealed record TlsReading(TlsPair? Pair, string? Problem);

/// <summary>A certificate with its key and the certificates above it, checked, ready for handshakes.</summary>
internal sealed record TlsPair(SslServerAuthenticationOptions Options, DateTimeOffset NotAfter, string Fingerprint)
{
    /// <param name="host">What people type: the certificate must be for it.</param>
    public static TlsReading Read(TlsFiles files, string host, DateTimeOffset now)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
            return Objection(certificate, host, now) is { } objection ? new TlsReading(null, $"{files.Certificate}: {objection}") : new TlsReading(Of(certificate, files), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TlsReading(null, $"a certificate file cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // A key of another certificate is an ArgumentException.
            return new TlsReading(null, $"{files.Certificate} and {files.Key} are not a certificate and its unencrypted key in PEM: {exception.Message}");
        }
    }

    private static string? Objection(X509Certificate2 certificate, string host, DateTimeOffset now) =>
        certificate.NotAfter <= now.LocalDateTime ? $"the certificate ended on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC: renew it"
        : certificate.NotBefore > now.LocalDateTime ? $"the certificate begins on {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC: is this machine's clock right?"
        : !certificate.MatchesHostname(host) ? $"the certificate is not for {host}, but for {certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}"
        : null;

    // The first in the file is the server's own; browsers want those between it and a root that they know.
    private static TlsPair Of(X509Certificate2 certificate, TlsFiles files)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        chain.RemoveAt(0);
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        return new TlsPair(options, certificate.NotAfter, certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
