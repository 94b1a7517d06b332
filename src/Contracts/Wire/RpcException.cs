namespace Contracts.Wire;

/// <summary>
/// A call that did not end with OK. A handler throws it to end its call with that status;
/// a client's call throws it for every failure: the peer's own status, a broken connection, a deadline, a cancellation.
/// </summary>
public sealed class RpcException(Status status, Metadata? trailers = null, Exception? innerException = null)
    : Exception($"{status.StatusCode}: {status.Detail}", innerException)
{
    public Status Status { get; } = status;

    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>What the peer sent beside the status; empty when the failure is local.</summary>
    public Metadata Trailers { get; } = trailers ?? [];
}
