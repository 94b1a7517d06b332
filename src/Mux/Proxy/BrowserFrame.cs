using System.Buffers;
using System.Text;

namespace Mux.Proxy;

/// <summary>What a browser sends over a WebSocket (RFC 6455: masked frames), as far as it tells a person from a page that is left open.</summary>
internal static class BrowserFrame
{
    private const int LookedAt = 1024;

    // What JupyterLab sends by itself when it connects anew.
    private static readonly SearchValues<string> Formalities = SearchValues.Create(["kernel_info_request", "comm_info_request"], StringComparison.Ordinal);

    /// <summary>
    /// False for answers to a ping, for a farewell, and for what a page says whenever it connects. Bytes that start amid a frame may count as work: they are part of
    /// something large that somebody sent.
    /// </summary>
    public static bool IsWork(ReadOnlySpan<byte> bytes)
    {
        var opcode = bytes[0] & 0x0F;
        if (bytes.Length < 7 || opcode is not (1 or 2))
        {
            return false;
        }

        var start = (bytes[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        return bytes.Length <= start + 4 || !Text(bytes[start..]).AsSpan().ContainsAny(Formalities);
    }

    private static string Text(ReadOnlySpan<byte> maskAndPayload)
    {
        var payload = maskAndPayload[4..Math.Min(maskAndPayload.Length, LookedAt + 4)];
        Span<byte> plain = stackalloc byte[payload.Length];
        for (var i = 0; i < payload.Length; i++)
        {
            plain[i] = (byte)(payload[i] ^ maskAndPayload[i % 4]);
        }

        return Encoding.Latin1.GetString(plain);
    }
}
