namespace Contracts.Wire;

/// <summary>A client's outgoing messages, one write at a time; a write waits while the server does not read.</summary>
public interface IClientStreamWriter<in T>
{
    /// <exception cref="RpcException">The call has ended; its status, which is the server's own when the server ended it.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way, or CompleteAsync was called.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);

    /// <summary>Says that no more messages follow; the server may still answer. Does nothing when the call has ended.</summary>
    /// <exception cref="InvalidOperationException">A write is under way.</exception>
    Task CompleteAsync();
}
