using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mux.Images;
using Xunit;

namespace Mux.Tests.Images;

/// <summary>Against a registry on loopback Kestrel: plain for images, TLS for tokens.</summary>
public sealed class ImageResolverTests : IAsyncLifetime
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly int plain = FreePort();
    private readonly int tls = FreePort();
    private readonly X509Certificate2 certificate = Certificate();
    private WebApplication registry = null!;

    private string Host => $"127.0.0.1:{plain}";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, plain);
            kestrel.Listen(IPAddress.Loopback, tls, listen => listen.UseHttps(certificate));
        });
        registry = builder.Build();
        registry.MapMethods("/v2/{name}/manifests/{tag}", ["HEAD"], Answer);
        registry.MapGet("/token", (string scope) => Results.Text(scope switch { "good" => """{"token":"sesame"}""", "junk" => "<html>", "number" => """{"token":7}""", _ => "[]" }, "application/json"));
        await registry.StartAsync();
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Theory]
    [InlineData("good")]
    [InlineData("private-good")]
    public async Task A_tag_becomes_the_digest_that_the_registry_names(string name) =>
        Assert.Equal(new ImageResolution($"{Host}/{name}@{Digest}", null), await ResolveAsync($"{Host}/{name}:1"));

    [Theory]
    [InlineData("missing:1", "does not exist in the registry")]
    [InlineData("private:1", "it does not exist, or is private")]
    [InlineData("private-bad:1", "does not answer")]
    [InlineData("private-junk:1", "does not answer")]
    [InlineData("private-number:1", "does not answer")]
    [InlineData("private-plain:1", "it does not exist, or is private")]
    [InlineData("broken:1", "answered 500")]
    [InlineData("moved:1", "answered 302")]
    [InlineData("silent:1", "no usable digest")]
    [InlineData("garbage:1", "no usable digest")]
    [InlineData("good@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "no usable digest")]
    [InlineData("slow:1", "does not answer")]
    public async Task What_went_wrong_is_said(string image, string message)
    {
        var resolution = await ResolveAsync($"{Host}/{image}");
        Assert.Null(resolution.Image);
        Assert.Contains(message, resolution.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--privileged", "is not an image reference")]
    [InlineData("127.0.0.1:1/dead:1", "does not answer")]
    [InlineData("127.0.0.1:99999/port:1", "does not answer")] // found: it threw
    [InlineData("a..b/x:1", "does not answer")] // found: it threw
    public async Task Nothing_that_is_typed_throws(string image, string message) => Assert.Contains(message, (await ResolveAsync(image)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_shown_of_a_wrong_reference_is_one_short_line()
    {
        var error = (await ResolveAsync("\u001b[31m\n" + new string('x', 5000))).Error!;
        Assert.True(error.Length < 300);
        Assert.DoesNotContain(error, char.IsControl);
    }

    private async Task<ImageResolution> ResolveAsync(string reference)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        return await new ImageResolver(http).ResolveAsync(reference, TestContext.Current.CancellationToken);
    }

    private async Task Answer(HttpContext context, string name)
    {
        context.Response.Headers["Docker-Content-Digest"] = name switch { "silent" => default, "garbage" => "sha256:../../x", _ => Digest };
        context.Response.StatusCode = name switch { "missing" => 404, "broken" => 500, "moved" => 302, _ when name.StartsWith("private", StringComparison.Ordinal) && context.Request.Headers.Authorization != "Bearer sesame" => 401, _ => 200 };
        if (name is "slow")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (name.Split('-') is [_, var scope])
        {
            context.Response.Headers.WWWAuthenticate = scope == "plain" ? $"Bearer realm=\"http://{Host}/token\",scope=\"good\"" : $"Bearer realm=\"https://127.0.0.1:{tls}/token\",service=\"reg\",scope=\"{scope}\"";
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var self = new CertificateRequest("CN=registry", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(self.Export(X509ContentType.Pkcs12), null);
    }

    [Theory]
    [InlineData("10.60.0.4:5000/plot:1", "http://10.60.0.4:5000/")]
    [InlineData("images.internal:5000/plot:1", "http://images.internal:5000/")]
    [InlineData("10.60.0.4:5001/plot:1", "https://10.60.0.4:5001/")]
    [InlineData("other.internal:5000/plot:1", "https://other.internal:5000/")]
    public async Task Plain_http_goes_only_to_registries_that_were_named(string reference, string asked)
    {
        var seen = new List<string>();
        using var http = new HttpClient(new Watcher(seen));
        await new ImageResolver(http, ["10.60.0.4:5000", "images.internal"]).ResolveAsync(reference, CancellationToken.None);
        Assert.All(seen, address => Assert.StartsWith(asked, address, StringComparison.Ordinal));
        Assert.NotEmpty(seen);
    }

    private sealed class Watcher(List<string> seen) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.RequestUri!.ToString());
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
