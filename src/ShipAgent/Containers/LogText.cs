using System.Text;
using System.Text.RegularExpressions;

namespace ShipAgent.Containers;

/// <summary>A container's output as harmless text: valid UTF-8, no terminal sequences, no control characters but line ends and tabs.</summary>
internal static partial class LogText
{
    /// <summary>The last lines that fit into <paramref name="maxBytes"/> of UTF-8.</summary>
    public static string Tail(ReadOnlySpan<byte> output, int maxBytes)
    {
        var text = Escape().Replace(Encoding.UTF8.GetString(output), "").Replace("\r\n", "\n", StringComparison.Ordinal);
        var clean = string.Concat(text.EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !Rune.IsControl(rune)));
        if (Encoding.UTF8.GetByteCount(clean) <= maxBytes)
            return clean;
        var bytes = Encoding.UTF8.GetBytes(clean)[^maxBytes..];
        // Cut at a line's start; a single endless line is cut at a character's.
        var line = Array.IndexOf(bytes, (byte)'\n');
        var start = line >= 0 && line < bytes.Length - 1 ? line + 1 : Array.FindIndex(bytes, value => (value & 0xC0) != 0x80);
        return Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, start)));
    }

    /// <summary>The last complaint of a failed init hook, as the image contract words it, or null.</summary>
    public static string? HookFailure(string log) => HookLine().Matches(log) is { Count: > 0 } found ? found[^1].Value.Trim() : null;

    [GeneratedRegex(@"\x1B(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)|[@-_])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"init hook [^\n]{1,200} failed (?:with exit code -?[0-9]{1,5}|by signal [0-9]{1,3}(?: \([^)\n]{1,60}\))?)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HookLine();
}
