using System.Buffers;
using System.Text;

namespace Mux.Proxy;

/// <summary>
/// A cookie that a ship sets, made harmless: for this host and this tutorial's path only, and never one of the mux's.
/// It is put together anew from what is understood; the rest is left out.
/// </summary>
internal static class ShipCookies
{
    /// <summary>More in one answer are dropped: browsers forget the oldest ones, which could be the mux's.</summary>
    public const int MostPerResponse = 20;

    private const int MaxLength = 4096;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The header to send; null when the cookie must not be set. <paramref name="path"/> is the tutorial's own.</summary>
    public static string? Tame(string header, string path)
    {
        var semicolon = header.IndexOf(';');
        var pair = (semicolon < 0 ? header : header.AsSpan(0, semicolon)).Trim();
        var equals = pair.IndexOf('=');
        if (equals <= 0 || header.Length > MaxLength || !MayBeNamed(pair[..equals]) || !IsPrintable(header))
        {
            return null;
        }

        var tamed = new StringBuilder(header.Length + path.Length).Append(pair);
        var narrowed = path;
        return semicolon < 0 || AddAttributes(tamed, header.AsSpan(semicolon + 1), path, ref narrowed) ? tamed.Append("; Path=").Append(narrowed).ToString() : null;
    }

    // __Host- wants the path "/", which no ship gets.
    private static bool MayBeNamed(ReadOnlySpan<char> name) =>
        !name.ContainsAnyExcept(NameCharacters) && !MuxCookies.IsOwn(name) && !name.StartsWith("__Host", StringComparison.OrdinalIgnoreCase);

    private static bool IsPrintable(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    /// <summary>False when the cookie asks for a domain.</summary>
    private static bool AddAttributes(StringBuilder tamed, ReadOnlySpan<char> attributes, string own, ref string path)
    {
        foreach (var range in attributes.Split(';'))
        {
            var attribute = attributes[range].Trim();
            var equals = attribute.IndexOf('=');
            var name = (equals < 0 ? attribute : attribute[..equals]).Trim();
            if (Is(name, "domain"))
            {
                return false;
            }

            if (Is(name, "path"))
            {
                path = Narrowed(equals < 0 ? "" : attribute[(equals + 1)..].Trim(), own);
            }
            else if (Is(name, "expires") || Is(name, "max-age") || Is(name, "secure") || Is(name, "httponly") || Is(name, "samesite") || Is(name, "partitioned"))
            {
                tamed.Append("; ").Append(attribute);
            }
        }

        return true;
    }

    private static string Narrowed(ReadOnlySpan<char> wanted, string own) =>
        wanted.StartsWith(own, StringComparison.Ordinal) && !wanted.Contains("..", StringComparison.Ordinal) && !wanted.ContainsAny('%', '\\') ? wanted.ToString() : own;

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
