namespace Mux.Proxy;

/// <summary>The tutorial that a path below <c>/camp</c> names.</summary>
/// <param name="IsComplete">False for <c>/camp/x</c>, which lacks the slash that makes relative links work.</param>
internal readonly record struct CampPath(string Path, int End, bool IsComplete)
{
    public const string Root = "/camp/";

    public ReadOnlySpan<char> Tutorial => Path.AsSpan(Root.Length, End - Root.Length);

    /// <summary>Null when the path names no tutorial. <paramref name="path"/> is decoded and without dot segments, as the server leaves it.</summary>
    public static CampPath? Parse(string? path)
    {
        if (path is null || path.Length <= Root.Length || !path.StartsWith(Root, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var slash = path.IndexOf('/', Root.Length);
        return slash == Root.Length ? null : new CampPath(path, slash < 0 ? path.Length : slash, slash >= 0);
    }

    /// <summary>Whether it is the proxy's to answer.</summary>
    public static bool IsBelow(string? path) =>
        path is not null && (path.StartsWith(Root, StringComparison.OrdinalIgnoreCase) || path.Equals("/camp", StringComparison.OrdinalIgnoreCase));

    public static string Of(string tutorial) => Root + tutorial + "/";
}
