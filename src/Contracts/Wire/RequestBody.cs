using System.Net;

namespace Contracts.Wire;

/// <summary>A request body that lends its stream to the call's writer until the call says that it is over.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly TaskCompletionSource<Stream?> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Null when the call ended before it reached a connection.</summary>
    public Task<Stream?> Stream => _stream.Task;

    /// <summary>Half-closes: the server sees the orderly end of the messages.</summary>
    public void Complete() => _over.TrySetResult();

    /// <summary>Ends the body without half-closing it: the server must not take a cancelled call for a finished one.</summary>
    public void Abandon()
    {
        _stream.TrySetResult(null);
        _over.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The token is not heeded on purpose: it also fires when the server resets the stream, and a body that fails first
    // would hide the reset's code. The call abandons the body itself as soon as it knows its status.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new IOException("The connection was lost after messages had been sent; a stream cannot be sent again.");
        }

        // So that the headers leave before the first message.
        await stream.FlushAsync(cancellationToken);
        _stream.TrySetResult(stream);
        await _over.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
