using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.ControlChannel;

/// <summary>The camp's CA over the months, on a clock of the test's own and with real handshakes.</summary>
public sealed class AuthorityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_agent_that_knows_only_the_old_root_and_has_an_old_certificate_gets_in_until_the_overlap_ends()
    {
        var authority = Open();
        var (roots, certificate) = (Roots(authority), Certify(authority));
        await ShakeAsync(authority, roots, certificate);
        Assert.Equal(AuthorityChange.Changed, authority.Advance(leave: authority.Facts.Fingerprint));
        await ShakeAsync(authority, roots, certificate); // was away at the change
        var (newRoots, renewed) = (Roots(authority), Certify(authority));
        Assert.Equal(2, newRoots.Length);
        await ShakeAsync(authority, newRoots, certificate);
        await ShakeAsync(authority, roots, renewed);
        await ShakeAsync(authority, [newRoots[0]], renewed); // a machine that was launched after it all

        time.Advance(AuthorityRing.AgentLifetime - TimeSpan.FromHours(1));
        Assert.Equal(AuthorityChange.None, authority.Advance(null));
        await ShakeAsync(authority, roots, certificate);
        var late = Certify(authority);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(AuthorityChange.Dropped, authority.Advance(null));
        await ShakeAsync(authority, newRoots, late);
        await Assert.ThrowsAnyAsync<AuthenticationException>(() => ShakeAsync(authority, roots, late));
        await Assert.ThrowsAnyAsync<Exception>(() => ShakeAsync(authority, newRoots, certificate));
        Assert.Equal(newRoots[0], Assert.Single(Roots(authority)));
    }

    [Fact]
    public async Task A_certificate_that_has_ended_is_good_for_its_renewal_alone_and_not_for_ever()
    {
        var authority = Open();
        var (roots, certificate, ship) = (Roots(authority), Certify(authority), new ShipId("s-2222222222"));
        Assert.Equal((ship, ship), (authority.ShipOf(certificate), authority.RenewerOf(certificate)));
        time.Advance(AuthorityRing.AgentLifetime + TimeSpan.FromHours(1));
        await ShakeAsync(authority, roots, certificate);
        Assert.Equal((null, ship), (authority.ShipOf(certificate), authority.RenewerOf(certificate)));
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal((null, null), (authority.ShipOf(certificate), authority.RenewerOf(certificate)));
    }

    [Fact]
    public void A_third_before_its_end_a_root_is_followed_by_another_by_itself()
    {
        var authority = Open();
        var first = authority.Facts;
        time.Advance(AuthorityMaking.Lifetime * 2 / 3 - TimeSpan.FromDays(1));
        Assert.Equal(AuthorityChange.Renewed, authority.Advance(null)); // the mux's own certificate, long before
        Assert.Equal(AuthorityChange.None, authority.Advance(null));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(AuthorityChange.Changed, authority.Advance(null));
        Assert.Equal(AuthorityChange.None, authority.Advance(null));
        Assert.True(authority.Facts.NotAfter > first.NotAfter && first.NotAfter > authority.Facts.OverlapUntil, "the old one ends while it is still needed");
    }

    [Fact]
    public async Task A_change_outlives_a_restart_and_a_wish_is_fulfilled_once()
    {
        var authority = Open();
        var (roots, certificate, wish) = (Roots(authority), Certify(authority), authority.Facts.Fingerprint); // in the very second in which the root was made
        authority.Advance(wish);
        var again = Open();
        Assert.Equal(authority.Facts, again.Facts);
        await ShakeAsync(again, roots, certificate);
        time.Advance(AuthorityRing.AgentLifetime * 2);
        Assert.Equal(AuthorityChange.Dropped, again.Advance(wish));
        Assert.Equal(AuthorityChange.None, again.Advance(wish));
        Assert.Equal((again.Facts, 1), (Open().Facts, Roots(Open()).Length));
        var pem = await File.ReadAllTextAsync(folder.At("ca.crt"));
        Assert.Equal(1, pem.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.DoesNotContain("PRIVATE", pem, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("keys", "ca.key")));
    }

    // As muxes kept it before there was a change at all.
    [Fact]
    public async Task An_older_muxs_root_is_taken_over_and_is_not_changed_since_it_can_vouch_for_none()
    {
        using var old = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=risecamp ships", old, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var root = request.CreateSelfSigned(time.GetUtcNow().AddDays(-9), time.GetUtcNow().AddDays(9));
        Directory.CreateDirectory(folder.At("keys"));
        await File.WriteAllTextAsync(folder.At("ca.crt"), root.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.At("keys", "ca.key"), old.ExportPkcs8PrivateKeyPem());
        var authority = Open();
        Assert.Equal(root, Assert.Single(Roots(authority)));
        await ShakeAsync(authority, [root], Certify(authority));
        Assert.False(authority.Facts.MayChange);
        Assert.Equal(AuthorityChange.None, authority.Advance(authority.Facts.Fingerprint));
    }

    private CertificateAuthority Open() => new(new MuxSettings { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "" }, time);

    private static X509Certificate2[] Roots(CertificateAuthority authority) => [.. authority.Trusted.Select(X509CertificateLoader.LoadCertificate)];

    private X509Certificate2 Certify(CertificateAuthority authority)
    {
        using var agent = AgentKey.Read(new CertificateRequest("CN=ship", key, HashAlgorithmName.SHA256).CreateSigningRequest())!;
        using var bare = authority.IssueForAgent(new ShipId("s-2222222222"), agent);
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    // As the control listener and an agent do it; both judge by the test's clock.
    private async Task ShakeAsync(CertificateAuthority authority, X509Certificate2[] roots, X509Certificate2 certificate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var dialled = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync();
        await dialled.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await accepting;
        await using var server = new SslStream(accepted.GetStream());
        await using var client = new SslStream(dialled.GetStream());
        var serving = ServeAsync(server, authority);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1", EnabledSslProtocols = SslProtocols.Tls13, CertificateChainPolicy = Trusting(roots), ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        await serving;
        Assert.Equal(1, await client.ReadAsync(new byte[1])); // with TLS 1.3 the server judges after the client is content
    }

    private static async Task ServeAsync(SslStream stream, CertificateAuthority authority)
    {
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = authority.ServerContext, EnabledSslProtocols = SslProtocols.Tls13, ClientCertificateRequired = true, CertificateChainPolicy = authority.ClientPolicy(),
        });
        await stream.WriteAsync(new byte[1]);
    }

    private X509ChainPolicy Trusting(X509Certificate2[] roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = time.GetUtcNow().UtcDateTime };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
