using Google.Protobuf;

namespace Contracts.Wire;

internal sealed class ServerStreamReader<T>(MessageReader<T> messages, CallLifetime lifetime) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    public T Current => messages.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken = default)
    {
        // Callers nearly always pass the call's own token, or none.
        if (!cancellationToken.CanBeCanceled || cancellationToken == lifetime.Token)
        {
            return await ReadAsync(lifetime.Token);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token, cancellationToken);
        return await ReadAsync(both.Token);
    }

    /// <summary>The only message of a call whose client does not stream.</summary>
    public async Task<T> ReadSingleAsync()
    {
        if (!await ReadAsync(lifetime.Token))
        {
            throw new RpcException(new Status(StatusCode.Internal, "The request holds no message."));
        }

        var message = messages.Current;
        return await ReadAsync(lifetime.Token)
            ? throw new RpcException(new Status(StatusCode.Internal, "The request holds more than one message."))
            : message;
    }

    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await messages.ReadAsync(cancellationToken);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message could not be parsed: {error.Message}"), null, error);
        }
        catch (Exception error) when (error is IOException)
        {
            // A reset reaches the body before RequestAborted: say it now, so that nobody takes it for an outage of our own.
            lifetime.End(EndCause.PeerGone);
            throw new OperationCanceledException("The client has gone.", error, lifetime.Token);
        }
    }
}
