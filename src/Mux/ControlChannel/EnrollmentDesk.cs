using System.Security.Cryptography.X509Certificates;
using Contracts.Control;
using Google.Protobuf;
using Grpc.Core;
using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>Gives an agent its certificate: for a one-time token, or for the certificate that it has.</summary>
internal sealed partial class EnrollmentDesk(FleetStore store, CertificateAuthority authority, CampDefinition camp, MuxMetrics metrics, TimeProvider time, ILogger<EnrollmentDesk> logger)
{
    /// <exception cref="RpcException">
    /// UNAUTHENTICATED: no such token; PERMISSION_DENIED: used before by another key, or from another machine; UNAVAILABLE: ask again; INVALID_ARGUMENT: a request that cannot be signed.
    /// </exception>
    public async Task<EnrollResponse> EnrollAsync(EnrollRequest request, ServerCallContext context)
    {
        using var agent = AgentKey.Read(request.CertificateRequest.Span);
        var caller = context.GetHttpContext().Connection.RemoteIpAddress;
        var verdict = EnrollmentJudge.Judge(request, agent?.Fingerprint, caller, camp.Fleet.IsOnMachines, store.Snapshot, time.GetUtcNow());
        if (verdict.Answer != EnrollmentAnswer.Granted)
        {
            throw await RefusedAsync(verdict, context.CancellationToken);
        }

        // Burnt before the certificate leaves: of two that race with one token only one gets it.
        var (ship, known) = (verdict.Ship!.Value, agent ?? throw NotSignable());
        return (await store.ChangeAsync(draft => draft.Apply(ship, new ShipEvent.Enrolled(known.Fingerprint)), context.CancellationToken)).Taken
            ? Issue(ship, known)
            : throw await RefusedAsync(new EnrollmentVerdict(EnrollmentAnswer.UsedBefore, ship, ship), context.CancellationToken);
    }

    /// <summary>Also for a certificate that has ended not too long ago.</summary>
    /// <exception cref="RpcException">As <see cref="CallerOf"/>; INVALID_ARGUMENT: a request that cannot be signed.</exception>
    public Task<EnrollResponse> RenewAsync(RenewRequest request, ServerCallContext context)
    {
        var ship = Live(authority.RenewerOf(CertificateOf(context)));
        using var agent = AgentKey.Read(request.CertificateRequest.Span) ?? throw NotSignable();
        return Task.FromResult(Issue(ship, agent));
    }

    /// <summary>The ship whose certificate opened the connection.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: none did, or it has ended; PERMISSION_DENIED: the ship is no more.</exception>
    public ShipId CallerOf(ServerCallContext context) => Live(authority.ShipOf(CertificateOf(context)));

    private static X509Certificate2? CertificateOf(ServerCallContext context) => context.GetHttpContext().Connection.ClientCertificate;

    private ShipId Live(ShipId? named) =>
        named is not { } id ? throw Refused(StatusCode.Unauthenticated, "a client certificate of this camp is needed, one that has not ended")
        : store.Snapshot.Ships.GetValueOrDefault(id) is { IsLive: true } ? id
        : throw Refused(StatusCode.PermissionDenied, "this ship has ended");

    private async Task<RpcException> RefusedAsync(EnrollmentVerdict verdict, CancellationToken cancellationToken)
    {
        metrics.EnrollmentRefused(verdict.Answer.ToString().ToLowerInvariant());
        if (verdict.Answer is EnrollmentAnswer.UsedBefore or EnrollmentAnswer.WrongPlace)
        {
            await AlarmAsync(verdict.Ship!.Value, verdict.Suspect, verdict.Answer, cancellationToken);
        }

        return verdict.Answer switch
        {
            EnrollmentAnswer.NotYet => Refused(StatusCode.Unavailable, "the provider's answer about this machine is not known yet: ask again"),
            EnrollmentAnswer.UsedBefore => Refused(StatusCode.PermissionDenied, "this token was used before, by another key"),
            EnrollmentAnswer.WrongPlace => Refused(StatusCode.PermissionDenied, "this is not the address of that machine"),
            EnrollmentAnswer.TooOld => Refused(StatusCode.Unauthenticated, "this token is too old"),
            _ => Refused(StatusCode.Unauthenticated, "unknown ship or token"),
        };
    }

    private EnrollResponse Issue(ShipId ship, AgentKey agent)
    {
        using var certificate = authority.IssueForAgent(ship, agent);
        LogIssued(logger, ship, certificate.NotAfter);
        var response = new EnrollResponse { Certificate = ByteString.CopyFrom(certificate.RawData), NotAfterUnixSeconds = new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds() };
        response.Authorities.AddRange(authority.Trusted.Select(root => ByteString.CopyFrom(root)));
        return response;
    }

    // Somebody has read a token that only the ship should know. A ship that serves nobody yet is taken out; one in use is only reported.
    private async Task AlarmAsync(ShipId named, ShipId? suspect, EnrollmentAnswer answer, CancellationToken cancellationToken)
    {
        var (what, why) = answer == EnrollmentAnswer.WrongPlace
            ? ("token used from another address", $"it tried to enroll as {named}")
            : ("token used twice", "its enrollment token was used twice");
        LogAlarm(logger, named, what, suspect?.Value ?? "nobody of ours");
        await store.ChangeAsync(
            draft =>
            {
                draft.Audit(new AuditEntry("control channel", what, named.Value, "refused"));
                return suspect is { } ship && draft.Snapshot.Ships.GetValueOrDefault(ship) is { Attendee: null } && draft.Apply(ship, new ShipEvent.Quarantined(why)).Taken;
            },
            cancellationToken);
    }

    private static RpcException NotSignable() => Refused(StatusCode.InvalidArgument, "certificate_request: a PKCS#10 request of a P-256 key, signed with SHA-256, is needed");

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));

    [LoggerMessage(LogLevel.Information, "{Ship} has a certificate until {NotAfter:O}")]
    private static partial void LogIssued(ILogger logger, ShipId ship, DateTime notAfter);

    [LoggerMessage(LogLevel.Warning, "enrollment of {Ship} refused, {What}; the caller is {Suspect}")]
    private static partial void LogAlarm(ILogger logger, ShipId ship, string what, string suspect);
}
