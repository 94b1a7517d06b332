namespace Contracts.Wire;

/// <summary>A server's outgoing messages, one write at a time; a write waits while the client does not read.</summary>
public interface IServerStreamWriter<in T>
{
    /// <exception cref="OperationCanceledException">The call's token, or this one, is cancelled.</exception>
    /// <exception cref="InvalidOperationException">Another write is under way, or the call has ended.</exception>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than MaxSendMessageSize.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);

    /// <summary>Sends a message that is serialised already, so that a broadcast is serialised once.</summary>
    /// <inheritdoc cref="WriteAsync(T, CancellationToken)"/>
    Task WriteAsync(ReadOnlyMemory<byte> serialized, CancellationToken cancellationToken = default);
}
