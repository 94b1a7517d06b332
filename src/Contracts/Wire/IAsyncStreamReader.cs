namespace Contracts.Wire;

/// <summary>Incoming messages, read by one reader at a time. The peer is held back while nobody reads.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <exception cref="InvalidOperationException">There is none (yet).</exception>
    T Current { get; }

    /// <returns>False when the peer has sent its last message (on a client: and the call ended with OK).</returns>
    /// <exception cref="OperationCanceledException">On a server: the call's token is cancelled (peer gone, deadline, shutdown).</exception>
    /// <exception cref="RpcException">On a client: the call failed or was cancelled. On a server: the peer broke the protocol.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken = default);
}
