using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using ShipAgent.Settings;
using ControlClient = Contracts.Control.Control.ControlClient;

namespace ShipAgent.Control;

/// <summary>Gets the agent its certificate: once with the token, from then on with the certificate itself.</summary>
internal sealed partial class Enroller(AgentSettings settings, Claim claim, AgentFolder folder, AgentCertificate certificate, MuxTrust trust, MuxDialer dialer, TimeProvider time,
    ILogger<Enroller> logger)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns with a certificate in hand.</summary>
    /// <exception cref="RpcException">The mux refused, could not be reached, or there is nothing to enroll with (UNAUTHENTICATED).</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (certificate.Current is not null && !certificate.IsExpired)
        {
            // Left behind by a crash between the two.
            folder.Delete(settings.TokenFile);
            return;
        }
        if (folder.ReadText(settings.TokenFile)?.Trim() is not { Length: > 0 } token)
        {
            if (certificate.Current is null)
                throw new RpcException(new Status(StatusCode.Unauthenticated, "no certificate, and no enrollment token to get one"));
            // The camp was put away for days, or it is this machine's clock that is wrong: the mux judges.
            LogExpired();
            using var late = dialer.Dial(certificate.Current);
            await RenewAsync(late, cancellationToken);
            return;
        }
        using var channel = dialer.Dial(null);
        var request = new EnrollRequest
        {
            ShipId = claim.ShipId,
            InstanceId = claim.InstanceId,
            Token = token,
            CertificateRequest = ByteString.CopyFrom(certificate.CreateRequest()),
        };
        Keep(await new Enrollment.EnrollmentClient(channel).EnrollAsync(request, Options(cancellationToken)));
        folder.Delete(settings.TokenFile);
        LogEnrolled();
    }

    /// <exception cref="RpcException">The mux refused or could not be reached; the old certificate stays.</exception>
    public async Task RenewAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        var request = new RenewRequest { CertificateRequest = ByteString.CopyFrom(certificate.CreateRequest()) };
        Keep(await new ControlClient(channel).RenewAsync(request, Options(cancellationToken)));
        LogRenewed();
    }

    private void Keep(EnrollResponse response)
    {
        if (!certificate.Store(response.Certificate.ToByteArray()))
            throw new RpcException(new Status(StatusCode.DataLoss, "the mux certified another key than the agent's"));
        // A mux that names none leaves it as it is.
        if (response.Authorities.Count > 0 && !trust.Learn([.. response.Authorities.Select(root => root.ToByteArray())]))
            LogNoRoots();
    }

    private CallOptions Options(CancellationToken cancellationToken) => new(deadline: (time.GetUtcNow() + Deadline).UtcDateTime, cancellationToken: cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Enrolled")]
    private partial void LogEnrolled();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mux named roots that are none; those known so far count on")]
    private partial void LogNoRoots();

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate renewed")]
    private partial void LogRenewed();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate has expired by this machine's clock; asking for another")]
    private partial void LogExpired();
}
