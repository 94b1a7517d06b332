using Contracts.Control;
using Contracts.Wire;
using Google.Protobuf;
using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>Gives an agent its certificate: for a one-time token, or for the certificate that it has.</summary>
internal sealed partial class EnrollmentDesk(FleetStore store, CertificateAuthority authority, CampDefinition camp, MuxMetrics metrics, TimeProvider time, ILogger<EnrollmentDesk> logger)
{
    /// <exception cref="RpcException">
    /// UNAUTHENTICATED: no such token; PERMISSION_DENIED: used before, or from another machine; UNAVAILABLE: ask again; INVALID_ARGUMENT: a request that cannot be signed.
    /// </exception>
    public async Task<EnrollResponse> EnrollAsync(EnrollRequest request, ServerCallContext context)
    {
        var verdict = EnrollmentJudge.Judge(request, context.HttpContext.Connection.RemoteIpAddress, camp.Fleet.IsOnMachines, store.Snapshot, time.GetUtcNow());
        if (verdict.Answer == EnrollmentAnswer.Granted)
        {
            return await IssueAsync(verdict.Ship!.Value, request.CertificateRequest, burn: true, context.CancellationToken);
        }

        metrics.EnrollmentRefused(verdict.Answer.ToString().ToLowerInvariant());
        if (verdict.Answer is EnrollmentAnswer.UsedBefore or EnrollmentAnswer.WrongPlace)
        {
            await AlarmAsync(verdict.Ship!.Value, verdict.Suspect, verdict.Answer, context.CancellationToken);
        }

        throw new RpcException(verdict.Answer switch
        {
            EnrollmentAnswer.NotYet => new Status(StatusCode.Unavailable, "the provider's answer about this machine is not known yet: ask again"),
            EnrollmentAnswer.UsedBefore => new Status(StatusCode.PermissionDenied, "this token was used before"),
            EnrollmentAnswer.WrongPlace => new Status(StatusCode.PermissionDenied, "this is not the address of that machine"),
            EnrollmentAnswer.TooOld => new Status(StatusCode.Unauthenticated, "this token is too old"),
            _ => new Status(StatusCode.Unauthenticated, "unknown ship or token"),
        });
    }

    public Task<EnrollResponse> RenewAsync(RenewRequest request, ServerCallContext context) =>
        IssueAsync(CallerOf(context), request.CertificateRequest, burn: false, context.CancellationToken);

    /// <summary>The ship whose certificate opened the connection.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: none did; PERMISSION_DENIED: the ship is no more.</exception>
    public ShipId CallerOf(ServerCallContext context)
    {
        if (CertificateAuthority.ShipOf(context.HttpContext.Connection.ClientCertificate) is not { } id)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "a client certificate of this camp is needed"));
        }

        return store.Snapshot.Ships.GetValueOrDefault(id) is { IsLive: true } ? id : throw new RpcException(new Status(StatusCode.PermissionDenied, "this ship has ended"));
    }

    private async Task<EnrollResponse> IssueAsync(ShipId ship, ByteString certificateRequest, bool burn, CancellationToken cancellationToken)
    {
        using var certificate = authority.IssueForAgent(ship, certificateRequest.Span)
            ?? throw new RpcException(new Status(StatusCode.InvalidArgument, "certificate_request: a PKCS#10 request of a P-256 key, signed with SHA-256, is needed"));

        // Burnt before the certificate leaves: of two that race with one token only one gets it.
        if (burn && !(await store.ChangeAsync(draft => draft.Apply(ship, new ShipEvent.Enrolled()), cancellationToken)).Taken)
        {
            metrics.EnrollmentRefused(nameof(EnrollmentAnswer.UsedBefore).ToLowerInvariant());
            await AlarmAsync(ship, ship, EnrollmentAnswer.UsedBefore, cancellationToken);
            throw new RpcException(new Status(StatusCode.PermissionDenied, "this token was used before"));
        }

        LogIssued(logger, ship, certificate.NotAfter);
        return new EnrollResponse { Certificate = ByteString.CopyFrom(certificate.RawData), NotAfterUnixSeconds = new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds() };
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

    [LoggerMessage(LogLevel.Information, "{Ship} has a certificate until {NotAfter:O}")]
    private static partial void LogIssued(ILogger logger, ShipId ship, DateTime notAfter);

    [LoggerMessage(LogLevel.Warning, "enrollment of {Ship} refused, {What}; the caller is {Suspect}")]
    private static partial void LogAlarm(ILogger logger, ShipId ship, string what, string suspect);
}
