using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Mux.Tests.ControlChannel;

/// <summary>An agent in the hands of a test: it enrolls and speaks over the real wire, and says what it is told to say.</summary>
internal sealed class FakeAgent(Uri control, string caFile, string ship, string token) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<IDisposable> open = [];
    private X509Certificate2? certificate;

    public string Ship => ship;

    /// <summary>A certificate of the camp's CA; null before the enrollment. A test may put a foreign one here.</summary>
    public X509Certificate2? Certificate { get => certificate; set => certificate = value; }

    /// <summary>The same agent with its certificate, trusting other roots (the first of the file).</summary>
    public FakeAgent With(string otherCaFile) => new(control, otherCaFile, ship, token) { certificate = certificate };

    /// <exception cref="RpcException">The mux refused.</exception>
    public async Task<FakeAgent> EnrollAsync(string? asShip = null, byte[]? request = null)
    {
        var response = await new Enrollment.EnrollmentClient(Channel(null)).EnrollAsync(new EnrollRequest
        {
            ShipId = asShip ?? ship, Token = token, CertificateRequest = ByteString.CopyFrom(request ?? new CertificateRequest("CN=ignored", key, HashAlgorithmName.SHA256).CreateSigningRequest()),
        });
        Take(response);
        return this;
    }

    /// <summary>Opens the stream and says hello.</summary>
    public async Task<FakeStream> ConnectAsync(ulong epoch = 1, string? bootId = null)
    {
        var stream = Open();
        try
        {
            await stream.SayAsync(new AgentMessage { Hello = new Hello { BootEpoch = epoch, BootId = bootId ?? $"boot-{epoch}", AgentVersion = "fake" } });
        }
        catch (RpcException)
        {
            // The mux has ended the call before the hello was out: whoever reads is told why.
        }

        return stream;
    }

    /// <summary>Opens the stream and says nothing.</summary>
    public FakeStream Open()
    {
        var stream = new FakeStream(new Control.ControlClient(Channel(certificate)).Connect());
        open.Add(stream);
        return stream;
    }

    /// <summary>Takes what the renewal gives.</summary>
    public void Take(EnrollResponse response)
    {
        using var bare = X509CertificateLoader.LoadCertificate(response.Certificate.Span);
        certificate = WithKey(bare, key);
    }

    /// <summary>Asks for a certificate of its own key, and goes on with the old one.</summary>
    public async Task<EnrollResponse> RenewAsync() => await new Control.ControlClient(Channel(certificate))
        .RenewAsync(new RenewRequest { CertificateRequest = ByteString.CopyFrom(new CertificateRequest("CN=s-other", key, HashAlgorithmName.SHA256).CreateSigningRequest()) });

    /// <summary>Goes to what each spec says, at once, until the stream ends; <paramref name="spoil"/> may change what is reported of a tutorial.</summary>
    public async Task ServeAsync(string address, Action<TutorialReport>? spoil = null, ulong epoch = 1)
    {
        try
        {
            var stream = await ConnectAsync(epoch);
            while (await stream.NextAsync() is { } message)
            {
                if (message.Spec is { } spec)
                {
                    await stream.ReportAsync(Healthy(spec, address, spoil));
                }
            }
        }
        catch (RpcException)
        {
            // The mux ended the stream; so does this agent.
        }
    }

    public static Report Healthy(DesiredSpec spec, string address, Action<TutorialReport>? spoil = null)
    {
        var report = new Report { Generation = spec.Generation };
        report.Images.AddRange(spec.Prefetch.Select(image => new ImageReport { Image = image, Phase = ImageReport.Types.Phase.Present }));
        foreach (var tutorial in spec.Tutorials)
        {
            var digest = tutorial.Image[(tutorial.Image.IndexOf('@', StringComparison.Ordinal) + 1)..];
            report.Tutorials.Add(new TutorialReport { Name = tutorial.Name, Phase = Phase.Healthy, TargetDigest = digest, RunningDigest = digest, RunningHome = tutorial.HomeVolume, Address = address, Port = 8888 });
            spoil?.Invoke(report.Tutorials[^1]);
        }

        return report;
    }

    /// <summary>A certificate for the same name from a CA that the mux does not know.</summary>
    public static X509Certificate2 Foreign(string name)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], true));
        using var self = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(self.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Plain HTTP at the control listener, as this agent or as nobody.</summary>
    public HttpClient Http(bool withCertificate = true) => new(new SocketsHttpHandler { SslOptions = Tls(withCertificate ? certificate : null) })
    {
        BaseAddress = control, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public void Dispose()
    {
        open.ForEach(one => one.Dispose());
        key.Dispose();
    }

    private GrpcChannel Channel(X509Certificate2? identity)
    {
        var channel = GrpcChannel.ForAddress(control, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { SslOptions = Tls(identity) }, DisposeHttpClient = true });
        open.Add(channel);
        return channel;
    }

    private SslClientAuthenticationOptions Tls(X509Certificate2? identity) => new()
    {
        CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(caFile) } },
        ClientCertificateContext = identity is null ? null : SslStreamCertificateContext.Create(identity, null, offline: true),
    };

    private static X509Certificate2 WithKey(X509Certificate2 bare, ECDsa key)
    {
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}

/// <summary>One open control stream.</summary>
internal sealed class FakeStream(AsyncDuplexStreamingCall<AgentMessage, MuxMessage> call) : IDisposable
{
    private ulong sequence;

    /// <summary>Null when the mux ended the stream in order; throws <see cref="RpcException"/> otherwise.</summary>
    public async Task<MuxMessage?> NextAsync() => await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(60)) ? call.ResponseStream.Current : null;

    public async Task<DesiredSpec> SpecAsync()
    {
        while (true)
        {
            if ((await NextAsync())?.Spec is { } spec)
            {
                return spec;
            }
        }
    }

    public Task ReportAsync(Report report) => SayAsync(new AgentMessage { Report = report });

    /// <summary>Numbers the message unless <paramref name="number"/> does.</summary>
    /// <exception cref="RpcException">The stream has ended, be it by the mux or by its connection.</exception>
    public async Task SayAsync(AgentMessage message, ulong? number = null)
    {
        message.Sequence = number ?? ++sequence;
        try
        {
            await call.RequestStream.WriteAsync(message);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            // The client hands on what the transport throws, whatever that is.
            throw new RpcException(new Status(StatusCode.Unavailable, exception.Message, exception));
        }
    }

    /// <summary>How the mux ended it.</summary>
    public async Task<Status> EndAsync()
    {
        try
        {
            while (await NextAsync() is not null)
            {
                // What was under way.
            }
        }
        catch (RpcException exception)
        {
            return exception.Status;
        }

        return Status.DefaultSuccess;
    }

    public void Dispose() => call.Dispose();
}
