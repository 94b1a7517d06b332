using System.Text.RegularExpressions;

namespace Mux.Images;

/// <summary>A container image's name, of the strict grammar <c>[host[:port]/]path[:tag][@sha256:hex]</c>; nothing else gets near an engine or a registry.</summary>
/// <param name="Registry">Host with port; <c>docker.io</c> when none was named.</param>
/// <param name="Repository">Path in the registry.</param>
/// <param name="Tag">Null when a digest was given alone.</param>
/// <param name="Digest"><c>sha256:…</c>, or null.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    private const string DockerHub = "docker.io";

    /// <summary>What a manifest is asked by.</summary>
    public string Selector => Digest ?? Tag ?? "latest";

    /// <summary>The name without tag and digest, as an engine takes it.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary><c>repository@sha256:…</c></summary>
    public string At(string digest) => $"{Name}@{digest}";

    /// <summary>Null when the text is not an image reference.</summary>
    public static ImageReference? TryParse(string? text)
    {
        if (text is null || text.Length > 512 || Grammar().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var tag = match.Groups["tag"] is { Success: true, Value: var t } ? t : null;
        var digest = match.Groups["digest"] is { Success: true, Value: var d } ? d : null;
        var (registry, path) = SplitRegistry(match.Groups["name"].Value);
        return new ImageReference(registry, path, tag ?? (digest is null ? "latest" : null), digest);
    }

    // As Docker has it: the first part is a host only when it looks like one.
    private static (string Registry, string Path) SplitRegistry(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        return first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost"
            ? (first, name[(slash + 1)..])
            : (DockerHub, slash < 0 ? "library/" + name : name);
    }

    [GeneratedRegex(
        @"\A(?<name>(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 500)]
    private static partial Regex Grammar();
}
