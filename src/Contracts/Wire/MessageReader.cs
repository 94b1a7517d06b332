using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>
/// Messages out of a pipe, one at a time; at most one message is held in memory.
/// <c>compressed</c> is what a compressed message is refused with: only identity is spoken here.
/// </summary>
internal sealed class MessageReader<T>(PipeReader pipe, MessageParser<T> parser, int largest, Status compressed)
    where T : class, IMessage<T>
{
    private T? _current;

    /// <exception cref="InvalidOperationException">There is none (yet).</exception>
    public T Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    /// <returns>False at the orderly end of the stream.</returns>
    /// <exception cref="RpcException">The peer broke the protocol or a limit.</exception>
    /// <exception cref="InvalidProtocolBufferException">The message is no such message.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _current = null;
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            var examined = rest.End;
            try
            {
                if (TryParse(ref rest))
                {
                    examined = rest.Start;
                    return true;
                }

                if (result.IsCompleted)
                {
                    return rest.IsEmpty ? false : throw Fault(StatusCode.Internal, "The stream ended in the middle of a message.");
                }
            }
            finally
            {
                pipe.AdvanceTo(rest.Start, examined);
            }
        }
    }

    /// <summary>Reads to the end of the stream and keeps what came for later reads.</summary>
    public async ValueTask ReadAheadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken);
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    public ValueTask CompleteAsync() => pipe.CompleteAsync();

    private bool TryParse(ref ReadOnlySequence<byte> buffer)
    {
        switch (Framing.TryRead(ref buffer, largest, out var message))
        {
            case FrameRead.Message:
                _current = parser.ParseFrom(message);
                return true;
            case FrameRead.TooLarge:
                throw Fault(StatusCode.ResourceExhausted, $"A message is larger than the {largest} bytes that may be received.");
            case FrameRead.Compressed:
                throw new RpcException(compressed);
            case FrameRead.Malformed:
                throw Fault(StatusCode.Internal, "A message begins with an unknown flag.");
            default:
                return false;
        }
    }

    private static RpcException Fault(StatusCode code, string detail) => new(new Status(code, detail));
}
