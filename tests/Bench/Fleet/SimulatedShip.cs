using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Bench.Fleet;

/// <summary>A ship's agent without a ship: it enrolls, keeps the stream over the real wire, takes every spec at once and reports all healthy.</summary>
/// <param name="times">What fetching and starting take; nothing by default.</param>
internal sealed class SimulatedShip(string folder, int port, Action<string, DesiredSpec> specArrived, SimulatedWork? times = null)
{
    // Real ships do not boot in one instant; a thousand handshakes at once would only time one another out.
    private static readonly SemaphoreSlim Gangway = new(24);

    private readonly JsonNode file = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "agent.json")))!;
    private readonly SimulatedWork work = times ?? new SimulatedWork(TimeSpan.Zero, TimeSpan.Zero);
    private ulong sequence;
    private ulong epoch;

    /// <summary>Empty on a machine of a cloud.</summary>
    public string Id => (string?)file["shipId"] ?? "";

    /// <summary>Connects, and again when the stream ends, until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile((string)file["caFile"]!);
        var control = new Uri((string)file["controlUrl"]!);
        await Gangway.WaitAsync(cancellationToken);
        X509Certificate2 certificate;
        try
        {
            certificate = await EnrolledAsync(authority, control, cancellationToken);
        }
        finally
        {
            Gangway.Release();
        }

        using var channel = Channel(control, authority, certificate);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ConverseAsync(channel, cancellationToken);
            }
            catch (Exception broken) when (broken is RpcException or IOException or HttpRequestException or ObjectDisposedException)
            {
                // As the agent does: jittered, so that a thousand do not come back in one instant.
                await Task.Delay(Random.Shared.Next(100, 2000), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<X509Certificate2> EnrolledAsync(X509Certificate2 authority, Uri control, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await EnrollAsync(authority, control, cancellationToken);
            }
            catch (RpcException early) when (early.StatusCode == StatusCode.Unavailable)
            {
                // As the agent's first pauses are.
                await Task.Delay(Random.Shared.Next(50, 200), cancellationToken);
            }
        }
    }

    private async Task<X509Certificate2> EnrollAsync(X509Certificate2 authority, Uri control, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ship", key, HashAlgorithmName.SHA256);
        using var channel = Channel(control, authority, null);
        var response = await new Enrollment.EnrollmentClient(channel).EnrollAsync(
            new EnrollRequest { ShipId = Id, InstanceId = (string?)file["instanceId"] ?? "", Token = await File.ReadAllTextAsync(Path.Combine(folder, "enroll.token"), cancellationToken), CertificateRequest = ByteString.CopyFrom(request.CreateSigningRequest()) },
            cancellationToken: cancellationToken);
        using var bare = X509CertificateLoader.LoadCertificate(response.Certificate.Span);
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private async Task ConverseAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        using var call = new Control.ControlClient(channel).Connect(cancellationToken: cancellationToken);
        using var period = new PeriodicTimer(TimeSpan.FromSeconds(5));
        sequence = 0;
        await call.RequestStream.WriteAsync(Next(new AgentMessage { Hello = new Hello { BootEpoch = ++epoch, BootId = Guid.NewGuid().ToString("N"), AgentVersion = "simulated" } }), cancellationToken);
        DesiredSpec? spec = null;
        var reading = call.ResponseStream.MoveNext(cancellationToken);
        var ticking = period.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            var first = await Task.WhenAny(reading, ticking, work.NextAsync(cancellationToken));
            if (first == reading)
            {
                if (!await reading)
                {
                    return;
                }

                spec = call.ResponseStream.Current.Spec ?? spec;
                specArrived(Id, spec!);
                reading = call.ResponseStream.MoveNext(cancellationToken);
            }
            else if (first == ticking)
            {
                ticking = period.WaitForNextTickAsync(cancellationToken).AsTask();
            }

            if (spec is not null)
            {
                await call.RequestStream.WriteAsync(Next(new AgentMessage { Report = Report(spec) }), cancellationToken);
            }
        }
    }

    private AgentMessage Next(AgentMessage message)
    {
        message.Sequence = ++sequence;
        return message;
    }

    private Report Report(DesiredSpec spec)
    {
        var report = new Report { Generation = spec.Generation, Resources = new Resources { CpuPercent = Random.Shared.NextDouble() * 100, MemoryBytes = 200 << 20, MemoryLimitBytes = 1 << 30, DiskFreeBytes = 10UL << 30 } };
        // A ship of a cloud has one address; one of a folder has sixteen, and its first is no container's.
        var own = IPNetwork.Parse((string)file["addressBlock"]!);
        var block = own.BaseAddress.GetAddressBytes();
        block[3] += own.PrefixLength == 32 ? (byte)0 : (byte)1;
        report.Images.AddRange(spec.Prefetch.Select(image => new ImageReport { Image = image, Phase = work.HasFetched(image) ? ImageReport.Types.Phase.Present : ImageReport.Types.Phase.Pulling }));
        report.Tutorials.AddRange(spec.Tutorials.Select(tutorial => new TutorialReport
        {
            Name = tutorial.Name,
            Phase = work.HasStarted(tutorial.Image) ? Phase.Healthy : Phase.Starting,
            TargetDigest = tutorial.Image[(tutorial.Image.IndexOf('@', StringComparison.Ordinal) + 1)..],
            RunningDigest = work.Running[(work.Running.IndexOf('@', StringComparison.Ordinal) + 1)..],
            RunningHome = tutorial.HomeVolume,
            Address = new IPAddress(block).ToString(),
            Port = (uint)port,
            Activity = new KernelActivity { Kernels = 1, Connections = 1, LastActivityUnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds() },
        }));
        return report;
    }

    // A machine is known by the address that it calls from.
    private async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPNetwork.Parse((string)file["addressBlock"]!).BaseAddress, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private GrpcChannel Channel(Uri control, X509Certificate2 authority, X509Certificate2? certificate)
    {
        var tls = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority } },
            ClientCertificates = certificate is null ? null : [certificate],
        };
        var handler = new SocketsHttpHandler { SslOptions = tls, KeepAlivePingDelay = TimeSpan.FromSeconds(15), KeepAlivePingTimeout = TimeSpan.FromSeconds(10), PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan };
        if (file["instanceId"] is not null)
        {
            handler.ConnectCallback = DialAsync;
        }

        return GrpcChannel.ForAddress(control, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
