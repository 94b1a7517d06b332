using System.Text;

namespace Mux.Proxy;

/// <summary>Which cookies are the mux's own: they never reach a ship, and no ship may set them.</summary>
internal static class MuxCookies
{
    private static readonly string[] BrowserPrefixes = ["__Host-", "__Secure-", "__HostHttp-", "__Host-Http-", "__Http-"];

    /// <summary><c>mux</c>, <c>mux-…</c>, <c>mux.…</c>, <c>mux_…</c> and the framework's own, with or without a browser's prefix, in any case.</summary>
    public static bool IsOwn(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        foreach (var prefix in BrowserPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                name = name[prefix.Length..];
                break;
            }
        }

        return name.StartsWith(".AspNetCore", StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("mux", StringComparison.OrdinalIgnoreCase) && (name.Length == 3 || name[3] is '-' or '.' or '_'));
    }

    /// <summary>A Cookie header without the mux's own; null when nothing is left.</summary>
    public static string? Without(string header)
    {
        var kept = default(StringBuilder);
        foreach (var range in header.AsSpan().Split(';'))
        {
            var pair = header.AsSpan(range).Trim();
            var equals = pair.IndexOf('=');
            if (equals > 0 && !IsOwn(pair[..equals]))
            {
                kept = kept is null ? new StringBuilder(header.Length) : kept.Append("; ");
                kept.Append(pair);
            }
        }

        return kept?.ToString();
    }
}
