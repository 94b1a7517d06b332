using System.Buffers.Binary;

namespace ShipAgent.Docker;

/// <summary>
/// The engine's multiplexed stream of a container without a terminal: frames of eight header bytes (stream, three zeros,
/// length big endian) and a payload.
/// </summary>
internal static class LogFrames
{
    private const int HeaderLength = 8;
    private const byte StandardError = 2;
    private const int MaxPiece = 16 * 1024;

    /// <summary>Hands on each piece; true with those of standard error.</summary>
    public static async Task ReadAsync(Stream stream, Action<bool, byte[]> onOutput, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        while (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) == HeaderLength)
        {
            // A frame is as long as one write of the container: taken in pieces, so that its length costs no memory.
            var left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            while (left > 0)
            {
                var piece = new byte[Math.Min(left, MaxPiece)];
                var read = await stream.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
                onOutput(header[0] == StandardError, piece[..read]);
                if (read < piece.Length)
                    return;
                left -= (uint)read;
            }
        }
    }

    /// <summary>The last <paramref name="maxBytes"/> of the output, both streams together.</summary>
    public static async Task<byte[]> ReadTailAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var tail = new Tail(maxBytes);
        await ReadAsync(stream, (_, piece) => tail.Add(piece), cancellationToken);
        return tail.ToArray();
    }

    /// <summary>The last <paramref name="maxBytes"/> of each stream for itself: standard output, standard error.</summary>
    public static async Task<(byte[] Output, byte[] Errors)> ReadTailsAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var (output, errors) = (new Tail(maxBytes), new Tail(maxBytes));
        await ReadAsync(stream, (isError, piece) => (isError ? errors : output).Add(piece), cancellationToken);
        return (output.ToArray(), errors.ToArray());
    }

    private sealed class Tail(int maxBytes)
    {
        private readonly Queue<byte[]> _pieces = new();
        private int _held;

        public void Add(byte[] piece)
        {
            _pieces.Enqueue(piece);
            _held += piece.Length;
            while (_held - _pieces.Peek().Length >= maxBytes)
                _held -= _pieces.Dequeue().Length;
        }

        public byte[] ToArray()
        {
            var whole = _pieces.SelectMany(piece => piece).ToArray();
            return whole.Length <= maxBytes ? whole : whole[^maxBytes..];
        }
    }
}
