namespace Mux.Auth;

/// <summary>Where a login may lead: a path of this very site, never another one.</summary>
internal static class LocalPath
{
    private const int MaxLength = 2048;
    private static readonly Uri Here = new("http://mux.invalid");

    /// <summary>The path, query and fragment, encoded for a <c>Location</c> header; <c>/</c> for everything that is not plainly a path of this site.</summary>
    public static string OrRoot(string? text)
    {
        if (text is null || text.Length is 0 or > MaxLength || !IsPlain(text) || !IsPlain(Decoded(text)) || !Uri.TryCreate(Here, text, out var parsed))
        {
            return "/";
        }

        var path = parsed.PathAndQuery + parsed.Fragment;
        return parsed.Host == Here.Host && parsed.IsDefaultPort && parsed.Scheme == Here.Scheme && parsed.UserInfo.Length == 0 && IsPlain(path) && !IsDoor(parsed.AbsolutePath)
            ? path
            : "/";
    }

    /// <summary>The address of the login page that comes back to <paramref name="path"/>.</summary>
    public static string ToLogin(string path) => "/login?returnUrl=" + Uri.EscapeDataString(path);

    // Browsers read a backslash as a slash and drop tabs and line ends: "/\evil" and "/<tab>/evil" name another host.
    private static bool IsPlain(string text)
    {
        var path = text.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        return path.StartsWith('/') && path.IndexOf("//", StringComparison.Ordinal) < 0 && !text.Contains('\\', StringComparison.Ordinal) && !text.Any(char.IsControl);
    }

    // Twice: what a careless hop decodes once more must not turn into another host either.
    private static string Decoded(string text) => Uri.UnescapeDataString(Uri.UnescapeDataString(text));

    private static bool IsDoor(string path) =>
        path.Equals("/login", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/login/", StringComparison.OrdinalIgnoreCase) || path.Equals("/logout", StringComparison.OrdinalIgnoreCase);
}
