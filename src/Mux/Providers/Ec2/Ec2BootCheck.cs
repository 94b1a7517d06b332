using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Mux.Providers.Ec2;

/// <summary>What may go into user data. Nothing is escaped and hoped for: each value has a grammar in which nothing can mean anything to a shell, to systemd or to YAML.</summary>
internal static partial class Ec2BootCheck
{
    private static readonly TimeSpan ShortestDeadMan = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDeadMan = TimeSpan.FromDays(7);

    /// <summary>Every fault, each naming the value and what it must be.</summary>
    public static IEnumerable<string> Faults(Ec2BootFacts facts)
    {
        if (!IsOrigin(facts.ControlUrl) || facts.ControlUrl.Scheme != Uri.UriSchemeHttps)
        {
            yield return "MUX_CONTROL_URL must be https://HOST:PORT without a path, such as https://10.0.0.5:8443";
        }

        if (facts.ControlUrl.IsLoopback)
        {
            yield return "MUX_CONTROL_URL is this machine's loopback: give the address at which ships reach the mux, such as https://10.0.0.5:8443";
        }

        if (CertificatesOf(facts.CaPem) is not { Length: > 0 })
        {
            yield return "the camp's CA (ca.crt in MUX_DATA) must hold at least one certificate in PEM";
        }

        if (!Token().IsMatch(facts.EnrollmentToken))
        {
            yield return "the enrollment token must be 32 to 128 characters of base64url";
        }

        if (!Sha256().IsMatch(facts.AgentSha256))
        {
            yield return "the agent's checksum must be 64 hexadecimal digits: build the agent's archive with ops/build, or name it in MUX_AGENT_ARCHIVE";
        }

        if (facts.DeadMan < ShortestDeadMan || facts.DeadMan > LongestDeadMan)
        {
            yield return "ec2.dead_man must be from 1m to 168h";
        }

        if (!Name().IsMatch(facts.Camp))
        {
            yield return "name must be 1 to 32 characters a-z, 0-9 and '-', starting with a letter";
        }

        foreach (var fault in RegistryFaults(facts))
        {
            yield return fault;
        }
    }

    /// <summary>The certificates of a PEM text, written anew: whatever else it held (a key, a comment) is gone. Null when it cannot be read.</summary>
    public static string? CertificatesOf(string pem)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
            return string.Concat(read.Select(certificate => certificate.ExportCertificatePem() + "\n"));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (var certificate in read)
            {
                certificate.Dispose();
            }
        }
    }

    private static IEnumerable<string> RegistryFaults(Ec2BootFacts facts)
    {
        if (facts.RegistryMirror is { } mirror && !(Uri.TryCreate(mirror, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && IsOrigin(url)))
        {
            yield return "ec2.registry_mirror must be http(s)://HOST[:PORT] without user, password and path, such as https://mirror.example.org";
        }

        foreach (var registry in facts.InsecureRegistries.Where(registry => !Registry().IsMatch(registry)))
        {
            yield return $"ec2.insecure_registries: an entry of {registry.Length} characters must be host, host:port or an IPv4 network, such as 10.0.0.5:5000";
        }
    }

    private static bool IsOrigin(Uri url) => url.IsAbsoluteUri && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && Host().IsMatch(url.Host);

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{32,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::[0-9]{1,5}|/[0-9]{1,2})?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Registry();
}
