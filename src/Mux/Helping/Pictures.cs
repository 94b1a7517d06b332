using System.Buffers.Binary;

namespace Mux.Helping;

/// <summary>Pictures out of notebooks: only what is a PNG of a reasonable size, written anew as an address.</summary>
internal static class Pictures
{
    private const int MostBytes = 2 << 20;
    private const int LargestSide = 8192;
    private const long MostPixels = 16_000_000;
    private const int HeaderLength = 33;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A <c>data:</c> address; null for what is none, too large, or beyond the budget.</summary>
    public static string? Png(string base64, ReadingBudget budget)
    {
        if (base64.Length > 4 * (MostBytes / 3))
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && IsPng(bytes.AsSpan(0, length)) && budget.TryTakePicture(length)
            ? "data:image/png;base64," + Convert.ToBase64String(bytes, 0, length)
            : null;
    }

    // Signature, then the header's chunk: length, IHDR, width, height. A few bytes can ask for gigabytes of pixels.
    private static bool IsPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length > HeaderLength && bytes.StartsWith(Signature) && bytes[12..16].SequenceEqual("IHDR"u8)
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]) is > 0 and <= LargestSide and var width
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]) is > 0 and <= LargestSide and var height
        && (long)width * height <= MostPixels;
}
