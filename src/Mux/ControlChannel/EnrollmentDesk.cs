using System.Security.Cryptography;
using System.Text;
using Contracts.Control;
using Contracts.Wire;
using Google.Protobuf;
using Mux.Fleet;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>Gives an agent its certificate: for a one-time token, or for the certificate that it has.</summary>
internal sealed partial class EnrollmentDesk(FleetStore store, CertificateAuthority authority, TimeProvider time, ILogger<EnrollmentDesk> logger)
{
    /// <exception cref="RpcException">UNAUTHENTICATED: no such token; PERMISSION_DENIED: used before; INVALID_ARGUMENT: a request that cannot be signed.</exception>
    public async Task<EnrollResponse> EnrollAsync(EnrollRequest request, ServerCallContext context)
    {
        var ship = ShipId.TryParse(request.ShipId) is { } id ? store.Snapshot.Ships.GetValueOrDefault(id) : null;
        if (ship?.Enrollment is not { } token || !SameHash(token.Hash, EnrollmentToken.HashOf(request.Token)))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "unknown ship or token"));
        }

        if (token.Used)
        {
            await AlarmAsync(ship.Id, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.PermissionDenied, "this token was used before"));
        }

        if (time.GetUtcNow() > token.NotAfter)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "this token is too old"));
        }

        return await IssueAsync(ship.Id, request.CertificateRequest, burn: true, context.CancellationToken);
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
            await AlarmAsync(ship, cancellationToken);
            throw new RpcException(new Status(StatusCode.PermissionDenied, "this token was used before"));
        }

        LogIssued(logger, ship, certificate.NotAfter);
        return new EnrollResponse { Certificate = ByteString.CopyFrom(certificate.RawData), NotAfterUnixSeconds = new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds() };
    }

    // Somebody has read a token that only the ship should know. A ship that serves nobody yet is taken out; one in use is only reported.
    private async Task AlarmAsync(ShipId ship, CancellationToken cancellationToken)
    {
        LogReplayed(logger, ship);
        await store.ChangeAsync(
            draft =>
            {
                draft.Audit(new AuditEntry("control channel", "token used twice", ship.Value, "refused"));
                return draft.Snapshot.Ships.GetValueOrDefault(ship) is { Attendee: null } && draft.Apply(ship, new ShipEvent.Quarantined("its enrollment token was used twice")).Taken;
            },
            cancellationToken);
    }

    private static bool SameHash(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    [LoggerMessage(LogLevel.Information, "{Ship} has a certificate until {NotAfter:O}")]
    private static partial void LogIssued(ILogger logger, ShipId ship, DateTime notAfter);

    [LoggerMessage(LogLevel.Warning, "the enrollment token of {Ship} was used a second time: refused")]
    private static partial void LogReplayed(ILogger logger, ShipId ship);
}
