using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Contracts.Control;
using Contracts.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Tests.Control;

/// <summary>The mux's side of the control channel over real TLS on loopback, saying what a test wants it to say.</summary>
internal sealed class FakeMux(CampAuthority authority) : IAsyncDisposable
{
    public const string Token = "the-one-time-token";
    private WebApplication? _app;
    private int _port;

    public TimeSpan CertificateLife { get; set; } = TimeSpan.FromDays(1);

    public Func<StatusCode?> Refusal { get; set; } = () => null;

    public int Enrollments { get; private set; }

    public EnrollRequest? LastEnrollment { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Each stream as it opens.</summary>
    public Channel<FakeStream> Streams { get; } = Channel.CreateUnbounded<FakeStream>();

    public string Url => $"https://127.0.0.1:{_port}";

    public async Task StartAsync(string certifiedAddress = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(authority.ForServer(certifiedAddress), https =>
            {
                https.SslProtocols = SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                };
            });
        }));
        builder.Services.AddGrpcWire();
        _app = builder.Build();
        _app.MapUnary<EnrollRequest, EnrollResponse>(ControlMethods.Enroll, (request, _) => Task.FromResult(Enroll(request)));
        _app.MapUnary<RenewRequest, EnrollResponse>(ControlMethods.Renew, (request, context) => Task.FromResult(Renew(request, context)));
        _app.MapDuplexStreaming<AgentMessage, MuxMessage>(ControlMethods.Connect, ServeAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private EnrollResponse Enroll(EnrollRequest request)
    {
        Enrollments++;
        LastEnrollment = request;
        if (request.Token != Token)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "unknown token"));
        return Certify(request.CertificateRequest, request.ShipId, CertificateLife);
    }

    private EnrollResponse Renew(RenewRequest request, ServerCallContext context)
    {
        Renewals++;
        return Certify(request.CertificateRequest, ShipOf(context), TimeSpan.FromDays(1));
    }

    private EnrollResponse Certify(ByteString request, string ship, TimeSpan life) =>
        new() { Certificate = ByteString.CopyFrom(authority.ForShip(request.ToByteArray(), ship, life)) };

    private async Task ServeAsync(IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, ServerCallContext context)
    {
        if (Refusal() is { } code)
            throw new RpcException(new Status(code, "not wanted"));
        var stream = new FakeStream(ShipOf(context), messages, orders, context.CancellationToken);
        Streams.Writer.TryWrite(stream);
        await stream.Ended;
    }

    private static string ShipOf(ServerCallContext context) =>
        context.HttpContext.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, false)
            ?? throw new RpcException(new Status(StatusCode.Unauthenticated, "no certificate"));
}

/// <summary>One stream, open until the test ends it or the agent goes.</summary>
internal sealed class FakeStream(string ship, IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, CancellationToken gone)
{
    private readonly TaskCompletionSource _end = new();

    public string Ship => ship;

    public Task Ended => _end.Task.WaitAsync(gone);

    public CancellationToken Gone => gone;

    public void End() => _end.TrySetResult();

    public Task TellAsync(DesiredSpec spec) => orders.WriteAsync(new MuxMessage { Spec = spec }, gone);

    public Task AskAsync(LogRequest request) => orders.WriteAsync(new MuxMessage { LogRequest = request }, gone);

    public async Task<AgentMessage> ReadAsync() =>
        await messages.MoveNext(gone) ? messages.Current : throw new InvalidOperationException("the agent said goodbye");

    /// <summary>The first message that is wanted; all before it are dropped.</summary>
    public async Task<AgentMessage> ReadUntilAsync(Func<AgentMessage, bool> wanted)
    {
        while (true)
        {
            if (await ReadAsync() is var message && wanted(message))
                return message;
        }
    }
}
