using System.Globalization;
using System.Text;

namespace Contracts.Wire;

/// <summary>The trailer <c>grpc-message</c>: UTF-8, with all but printable ASCII, and '%' itself, as %XX.</summary>
internal static class PercentCoding
{
    /// <summary>Characters of detail that are sent: trailers have a size limit, and the status must get through.</summary>
    private const int LongestDetail = 2048;

    public static string Encode(string text)
    {
        text = text.Length > LongestDetail ? text[..LongestDetail] : text;
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length * 2);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _ = octet is >= (byte)' ' and <= (byte)'~' and not (byte)'%'
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is no escape stays as it is, what is no UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var octets = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                octets[count++] = octet;
                i += 2;
            }
            else
            {
                count += Encoding.UTF8.GetBytes(text.AsSpan(i, 1), octets.AsSpan(count));
            }
        }

        return Encoding.UTF8.GetString(octets, 0, count);
    }
}
