using System.Buffers;
using System.Net;
using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>
/// A request body of one message. A content of our own, because those of the framework make the client deaf to the response
/// until the whole body is sent: a server that refuses a large message early would not be heard.
/// </summary>
internal sealed class SingleBody : HttpContent
{
    private readonly ArrayBufferWriter<byte> _frame;

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than allowed.</exception>
    public SingleBody(IMessage message, int largest)
    {
        var size = message.CalculateSize();
        Framing.CheckSize(size, largest);
        _frame = new ArrayBufferWriter<byte>(Framing.PrefixLength + size);
        Framing.Write(_frame, message, size);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        await stream.WriteAsync(_frame.WrittenMemory, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
