using System.Text;

namespace Mux.Roster;

/// <summary>The text of a file, or where it is none. Nothing is guessed: a name with a wrong letter would be on somebody's card.</summary>
internal static class RosterText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    public static string? Decode(ReadOnlySpan<byte> file, out RosterError? error)
    {
        var (encoding, mark) = file switch
        {
            [0xef, 0xbb, 0xbf, ..] => ((Encoding)Strict, 3),
            [0xff, 0xfe, ..] => (LittleEndian, 2),
            [0xfe, 0xff, ..] => (BigEndian, 2),
            _ => (Strict, 0),
        };
        error = null;
        try
        {
            var text = encoding.GetString(file[mark..]);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            error = new RosterError(1, "file", "holds zero bytes: save it as CSV, UTF-8");
        }
        catch (DecoderFallbackException fault)
        {
            var before = file[..Math.Min(file.Length, Math.Max(0, fault.Index + mark))];
            error = new RosterError(1 + before.Count((byte)'\n'), "file", "is not UTF-8: in the spreadsheet, save it as 'CSV UTF-8'");
        }

        return null;
    }
}
