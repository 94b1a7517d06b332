using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Xunit;

namespace Mux.Tests.Roster;

/// <summary>A mail server that is not ours (Debian's <c>python3-aiosmtpd</c>): asks for STARTTLS and a login, and takes no mail for <c>refused@…</c>.</summary>
internal sealed class MailServer : IDisposable
{
    public const string Password = "mail-password-of-the-tests";

    private readonly TemporaryFolder folder = new();
    private readonly Process process;

    private MailServer()
    {
        Certify();
        process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Repository.At("tests", "Mux.Tests", "Roster", "smtp_server.py"), folder.Path]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    public int Port { get; private set; }

    public string AuthorityFile => Path.Combine(folder.Path, "cert.pem");

    public static async Task<MailServer> StartAsync()
    {
        var server = new MailServer();
        var first = await server.process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(first is not null, "The mail server cannot run: install it with `apt-get install python3-aiosmtpd`.");
        server.Port = int.Parse(first, CultureInfo.InvariantCulture);
        server.process.BeginErrorReadLine();
        return server;
    }

    /// <summary>The next mail that was taken.</summary>
    public async Task<JsonElement> NextAsync() => JsonDocument.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!).RootElement.Clone();

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
        }

        process.Dispose();
        folder.Dispose();
    }

    private void Certify()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        File.WriteAllText(AuthorityFile, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.Path, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
