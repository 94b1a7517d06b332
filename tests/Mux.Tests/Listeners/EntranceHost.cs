using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mux.Camp;
using Mux.Fleet;
using Mux.Listeners;
using Mux.Proxy;
using Mux.Store;
using Mux.Tests.Proxy;

namespace Mux.Tests.Listeners;

/// <summary>The whole mux on loopback under the name camp.test, with a ship for who logs in, but nothing that would act by itself.</summary>
internal sealed class EntranceHost : IAsyncDisposable
{
    public const string Name = "camp.test";

    private readonly TemporaryFolder folder = new();
    private readonly WebApplication app;

    private EntranceHost(Func<MuxSettings, TlsFiles, MuxSettings> adjust)
    {
        Files = new TlsFiles(folder.At("site.pem"), folder.At("site.key"));
        Fingerprint = Authority.Write(Files, Name);
        var control = new Uri($"https://127.0.0.1:{FreePort.Take()}");
        Settings = adjust(new MuxSettings { DataFolder = folder.Path, AccessCode = TestHostOptions.AccessCode, OrganizerToken = TestHostOptions.OrganizerToken, ControlUrl = control }, Files);
        app = MuxHost.Build(new CampDefinition("test", [new("plot", "plot")]), Settings, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(Logs));
            services.RemoveAll<IHostedService>();
            services.AddHostedService(provider => provider.GetRequiredService<FleetStore>());
            services.AddSingleton<ForwardRule>((endpoint, _) => IPAddress.IsLoopback(endpoint.Address));
        });
    }

    public TestAuthority Authority { get; } = new();

    public TlsFiles Files { get; }

    /// <summary>Of the certificate that was there at the start.</summary>
    public string Fingerprint { get; }

    public MuxSettings Settings { get; }

    public CapturedLogs Logs { get; } = new();

    public TlsCertificates Certificates => app.Services.GetRequiredService<TlsCertificates>();

    public ShipServer Ship { get; private set; } = null!;

    /// <summary>TLS at the mux, and a port for those who forget the s.</summary>
    public static Task<EntranceHost> WithTlsAsync() => StartAsync((settings, files) => settings with
    {
        AttendeeUrl = Url("https"), OrganizerUrl = Url("https"), Entrance = new EntranceSettings { AttendeeTls = files, OrganizerTls = files, RedirectUrl = new Uri($"http://127.0.0.1:{FreePort.Take()}") },
    });

    /// <summary>Behind a proxy at 127.0.0.2, which ends TLS; only the attendees' side.</summary>
    public static Task<EntranceHost> BehindProxyAsync() => StartAsync((settings, _) => settings with
    {
        AttendeeUrl = new Uri($"https://{Name}"), OrganizerUrl = Url("http", "127.0.0.1"), Entrance = new EntranceSettings { TrustedProxies = [IPNetwork.Parse("127.0.0.2/32")] },
    });

    /// <summary>A client that resolves every name to loopback, knows the test's root, and speaks from <paramref name="from"/>.</summary>
    public SocketsHttpHandler Handler(string from = "127.0.0.1", Action<X509Certificate>? seen = null) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                seen?.Invoke(certificate!);
                return errors == SslPolicyErrors.None;
            },
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { Authority.Root }, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        },
    };

    /// <summary>Through the proxy's address, as <see cref="LoadBalancer"/> does it.</summary>
    /// <param name="from">Where the connection to the mux comes from: 127.0.0.2 is the proxy that is trusted.</param>
    public TestBrowser BrowserThrough(string from, params (string Name, string Value)[] headers)
    {
        var handler = Handler(from);
        handler.UseCookies = false;
        return new TestBrowser(Settings.AttendeeUrl, new LoadBalancer(handler, Settings.Entrance.AttendeeListen!.Port, headers));
    }

    /// <summary>The fingerprint that a new connection is shown.</summary>
    public async Task<string> ShownAsync(Uri url)
    {
        var shown = "";
        using var client = new HttpClient(Handler(seen: certificate => shown = certificate.GetCertHashString(HashAlgorithmName.SHA256)));
        using var response = await client.GetAsync(new Uri(url, "/login"));
        response.EnsureSuccessStatusCode();
        return shown;
    }

    /// <summary>Gives the attendee of this name a ship that serves "plot".</summary>
    public Task BoardAsync(string name) => app.Services.GetRequiredService<FleetStore>().ChangeAsync(
        draft =>
        {
            var attendee = draft.Snapshot.Attendees.Values.Single(one => one.Name == name);
            var ship = new Ship(ShipId.New(), attendee.Home ?? HomeId.New(), draft.Now) { State = ShipState.Running, Secret = ProxyHost.Secret, Block = IPNetwork.Parse("127.0.0.0/8"), Attendee = attendee.Id };
            draft.Put(ProxyHost.Serving(ship, Ship.Endpoint, TutorialPhase.Healthy, ""));
            return true;
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Ship.DisposeAsync();
        Authority.Dispose();
        folder.Dispose();
    }

    private static async Task<EntranceHost> StartAsync(Func<MuxSettings, TlsFiles, MuxSettings> adjust)
    {
        var host = new EntranceHost((settings, files) => OnLoopback(adjust(settings, files))) { Ship = await ShipServer.StartAsync() };
        await host.app.StartAsync();
        return host;
    }

    private static MuxSettings OnLoopback(MuxSettings settings) => settings with
    {
        Entrance = settings.Entrance with
        {
            AttendeeListen = new IPEndPoint(IPAddress.Loopback, settings.AttendeeUrl.IsDefaultPort ? FreePort.Take() : settings.AttendeeUrl.Port),
            OrganizerListen = new IPEndPoint(IPAddress.Loopback, settings.OrganizerUrl.Port),
        },
    };

    private static Uri Url(string scheme, string host = Name) => new($"{scheme}://{host}:{FreePort.Take()}");
}
