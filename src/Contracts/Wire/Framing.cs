using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Contracts.Wire;

internal enum FrameRead
{
    NeedsMore,
    Message,
    TooLarge,
    Compressed,
    Malformed,
}

/// <summary>A message on the wire: a flag octet (0, or 1 when compressed), its length in four octets, itself.</summary>
internal static class Framing
{
    public const int PrefixLength = 5;

    /// <summary>Takes the first message off <paramref name="buffer"/>. Too large is said as soon as the prefix is there.</summary>
    public static FrameRead TryRead(ref ReadOnlySequence<byte> buffer, int largest, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.Length < PrefixLength)
        {
            return FrameRead.NeedsMore;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (prefix[0] != 0)
        {
            return prefix[0] == 1 ? FrameRead.Compressed : FrameRead.Malformed;
        }

        if (length > (uint)largest)
        {
            return FrameRead.TooLarge;
        }

        if (buffer.Length - PrefixLength < length)
        {
            return FrameRead.NeedsMore;
        }

        message = buffer.Slice(PrefixLength, length);
        buffer = buffer.Slice(message.End);
        return FrameRead.Message;
    }

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than allowed; nothing has been written.</exception>
    public static void CheckSize(int size, int largest)
    {
        if (size > largest)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"A message of {size} bytes is larger than the {largest} that may be sent."));
        }
    }

    public static void Write(IBufferWriter<byte> output, IMessage message, int size)
    {
        WritePrefix(output, size);
        message.WriteTo(output);
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> serialized)
    {
        WritePrefix(output, serialized.Length);
        output.Write(serialized);
    }

    private static void WritePrefix(IBufferWriter<byte> output, int size)
    {
        var prefix = output.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)size);
        output.Advance(PrefixLength);
    }
}
