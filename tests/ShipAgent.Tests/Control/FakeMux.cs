using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Tests.Control;

/// <summary>The mux's side of the control channel over real TLS on loopback, saying what a test wants it to say.</summary>
internal sealed class FakeMux(CampAuthority first) : IAsyncDisposable
{
    private CampAuthority _authority = first;

    public const string Token = "the-one-time-token";
    private WebApplication? _app;
    // The same after a restart.
    private readonly int _port = FreePort.Take();

    public TimeSpan CertificateLife { get; set; } = TimeSpan.FromDays(1);

    public Func<StatusCode?> Refusal { get; set; } = () => null;

    public int Enrollments => Keys.Count;

    /// <summary>The public key of each enrollment, in order.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>Enrollments whose answer does not arrive: the mux has signed, the agent knows nothing of it.</summary>
    public int LostAnswers { get; set; }

    public EnrollRequest? LastEnrollment { get; private set; }

    public int Renewals { get; private set; }

    /// <summary>Each stream as it opens.</summary>
    public Channel<FakeStream> Streams { get; } = Channel.CreateUnbounded<FakeStream>();

    /// <summary>Another one counts from the next start on.</summary>
    public CampAuthority Authority { get => _authority; set => _authority = value; }

    /// <summary>Roots that agents are told of with their certificates.</summary>
    public List<byte[]> Roots { get; } = [];

    /// <summary>Besides the authority's own: clients of these get in too.</summary>
    public List<X509Certificate2> AlsoTrusted { get; } = [];

    /// <summary>The shelf of homes: each copy of a volume, the newest last.</summary>
    public HomesOfATest Homes { get; } = new();

    public string Url => $"https://127.0.0.1:{_port}";

    public async Task StartAsync(string certifiedAddress = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(_authority.ForServer(certifiedAddress), https =>
            {
                https.SslProtocols = SslProtocols.Tls13;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.OnAuthenticate = (_, tls) =>
                {
                    tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority.Certificate }, RevocationMode = X509RevocationMode.NoCheck, VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid };
                    tls.CertificateChainPolicy.CustomTrustStore.AddRange(AlsoTrusted.ToArray());
                };
            });
        }));
        builder.Services.AddSingleton(this).AddGrpc();
        _app = builder.Build();
        _app.MapGrpcService<EnrollmentCalls>();
        _app.MapGrpcService<ControlCalls>();
        Homes.Map(_app);
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private EnrollResponse Enroll(EnrollRequest request)
    {
        Keys.Add(CampAuthority.KeyOf(request.CertificateRequest.ToByteArray()));
        LastEnrollment = request;
        if (request.Token != Token)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "unknown token"));
        if (LostAnswers-- > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "the answer is lost"));
        return Certify(request.CertificateRequest, request.ShipId, CertificateLife);
    }

    private EnrollResponse Renew(RenewRequest request, ServerCallContext context)
    {
        Renewals++;
        return Certify(request.CertificateRequest, ShipOf(context), TimeSpan.FromDays(1));
    }

    private EnrollResponse Certify(ByteString request, string ship, TimeSpan life)
    {
        var response = new EnrollResponse { Certificate = ByteString.CopyFrom(_authority.ForShip(request.ToByteArray(), ship, life)) };
        response.Authorities.AddRange(Roots.Select(root => ByteString.CopyFrom(root)));
        return response;
    }

    private async Task ServeAsync(IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, ServerCallContext context)
    {
        if (Refusal() is { } code)
            throw new RpcException(new Status(code, "not wanted"));
        // A stopping server waits for open calls.
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _app!.Lifetime.ApplicationStopping);
        var stream = new FakeStream(ShipOf(context), messages, orders, gone.Token);
        Streams.Writer.TryWrite(stream);
        await stream.Ended;
    }

    private static string ShipOf(ServerCallContext context) =>
        context.GetHttpContext().Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, false)
            ?? throw new RpcException(new Status(StatusCode.Unauthenticated, "no certificate"));

    private sealed class EnrollmentCalls(FakeMux mux) : Enrollment.EnrollmentBase
    {
        public override Task<EnrollResponse> Enroll(EnrollRequest request, ServerCallContext context) => Task.FromResult(mux.Enroll(request));
    }

    private sealed class ControlCalls(FakeMux mux) : Contracts.Control.Control.ControlBase
    {
        public override Task Connect(IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<MuxMessage> responseStream, ServerCallContext context) =>
            mux.ServeAsync(requestStream, responseStream, context);

        public override Task<EnrollResponse> Renew(RenewRequest request, ServerCallContext context) => Task.FromResult(mux.Renew(request, context));
    }
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
