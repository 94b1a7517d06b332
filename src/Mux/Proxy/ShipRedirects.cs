namespace Mux.Proxy;

/// <summary>Where a ship may send a browser: further into the same tutorial. It must not turn a link on a slide into a way elsewhere.</summary>
internal static class ShipRedirects
{
    /// <param name="path">The tutorial's own path.</param>
    public static bool Stays(string location, HttpRequest request, string path)
    {
        // Browsers read a backslash as a slash, and leave out tabs and line ends.
        if (location.AsSpan().ContainsAnyExceptInRange('!', '~') || location.Contains('\\', StringComparison.Ordinal) || location.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        var here = new Uri($"{request.Scheme}://{request.Host.Value}{request.Path.ToUriComponent()}");
        return Uri.TryCreate(here, location, out var target)
            && target.UserInfo.Length == 0
            && (IsRelative(location) || (location.Contains("://", StringComparison.Ordinal) && target.GetLeftPart(UriPartial.Authority) == here.GetLeftPart(UriPartial.Authority)))
            && target.AbsolutePath.StartsWith(path, StringComparison.Ordinal);
    }

    // A colon before the first slash, question mark or hash makes a scheme.
    private static bool IsRelative(string location)
    {
        var end = location.AsSpan().IndexOfAny(":/?#");
        return end < 0 || location[end] != ':';
    }
}
