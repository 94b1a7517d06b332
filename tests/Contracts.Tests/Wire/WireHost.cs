using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contracts.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Contracts.Tests.Wire;

/// <summary>A real Kestrel on a loopback port of its own, HTTP/2 only.</summary>
internal sealed class WireHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WireHost(WebApplication app) => _app = app;

    public Uri Address { get; private init; } = null!;

    private X509Certificate2? Trusted { get; init; }

    public static async Task<WireHost> StartAsync(
        Action<IEndpointRouteBuilder> map, Action<GrpcWireOptions>? options = null, bool tls = false, TimeProvider? clock = null,
        HttpProtocols protocols = HttpProtocols.Http2, Action<KestrelServerOptions>? kestrelOptions = null)
    {
        var certificate = tls ? Certificate() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.KeepGrpcWireAlive().Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.WebHost.ConfigureKestrel(kestrel => kestrelOptions?.Invoke(kestrel));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddGrpcWire(options);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new WireHost(app) { Address = new Uri(address), Trusted = certificate };
    }

    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        if (Trusted is not null)
        {
            options.Handler = GrpcChannelOptions.CreateHandler();
            options.Handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls13;
            options.Handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Trusted },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        configure?.Invoke(options);
        return new GrpcChannel(Address, options);
    }

    public void BeginStopping() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
