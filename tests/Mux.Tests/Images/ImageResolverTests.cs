using System.Net;
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
    private static readonly string Password = "Basic " + Convert.ToBase64String("camp:pass:word"u8);
    private readonly int plain = FreePort.Take();
    private readonly int tls = FreePort.Take();
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
        registry.MapGet("/token", (string scope, HttpRequest request) => Results.Text(scope switch { "secret" when request.Headers.Authorization == Password => """{"token":"sesame"}""", "good" => """{"token":"sesame"}""", "junk" => "<html>", "number" => """{"token":7}""", _ => "[]" }, "application/json"));
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

    [Theory]
    [InlineData("private-secret")] // by a token that the password gets
    [InlineData("private-basic")] // by the password itself
    public async Task A_private_image_is_found_with_the_password_of_its_registry(string name)
    {
        using var folder = new TemporaryFolder();
        var key = new RegistryKey(Host, folder.At("secret"));
        WriteSecret(key.File, "camp:pass:word\n");
        Assert.Null((await ResolveAsync($"{Host}/{name}:1")).Image);
        Assert.Equal(new ImageResolution($"{Host}/{name}@{Digest}", null), await ResolveAsync($"{Host}/{name}:1", key));
        Assert.Null((await ResolveAsync($"{Host}/{name}:1", key with { Host = "registry.example.org" })).Image);
    }

    [Fact]
    public void A_password_file_that_others_can_read_or_that_holds_no_password_is_told()
    {
        using var folder = new TemporaryFolder();
        var key = new RegistryKey(Host, folder.At("secret"));
        Assert.Contains("there is no file", key.Fault(), StringComparison.Ordinal);
        WriteSecret(key.File, "camp");
        Assert.Contains("user:password", key.Fault(), StringComparison.Ordinal);
        WriteSecret(key.File, "camp:password");
        Assert.Null(key.Fault());
        Assert.DoesNotContain("password", $"{key.Read()}", StringComparison.Ordinal);
        File.SetUnixFileMode(key.File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", key.Fault(), StringComparison.Ordinal);
    }

    private static void WriteSecret(string file, string text)
    {
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<ImageResolution> ResolveAsync(string reference, params RegistryKey[] keys)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler) { Timeout = reference.Contains("slow", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(60) };
        return await new ImageResolver(http, keys: keys).ResolveAsync(reference, TestContext.Current.CancellationToken);
    }

    private async Task Answer(HttpContext context, string name)
    {
        context.Response.Headers["Docker-Content-Digest"] = name switch { "silent" => default, "garbage" => "sha256:../../x", _ => Digest };
        context.Response.StatusCode = name switch { "missing" => 404, "broken" => 500, "moved" => 302, _ when name.StartsWith("private", StringComparison.Ordinal) && !context.Request.Headers.Authorization.Any(proof => proof == "Bearer sesame" || (name == "private-basic" && proof == Password)) => 401, _ => 200 };
        if (name is "slow")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (name.Split('-') is [_, var scope])
        {
            context.Response.Headers.WWWAuthenticate = scope == "basic" ? "Basic realm=\"reg\"" : scope == "plain" ? $"Bearer realm=\"http://{Host}/token\",scope=\"good\"" : $"Bearer realm=\"https://127.0.0.1:{tls}/token\",service=\"reg\",scope=\"{scope}\"";
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
}
