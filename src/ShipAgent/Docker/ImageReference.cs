using System.Text.RegularExpressions;

namespace ShipAgent.Docker;

/// <summary>An image by digest, <c>repository@sha256:…</c>: the only form a ship runs, since a tag may mean something else tomorrow.</summary>
internal sealed partial record ImageReference(string Repository, string Digest)
{
    private const int MaxRepositoryLength = 255;

    public override string ToString() => $"{Repository}@{Digest}";

    /// <summary>Null when <paramref name="text"/> is anything but the strict grammar: no tag, no upper case path, no spaces, no options.</summary>
    public static ImageReference? Parse(string text)
    {
        // The length first, so that no long text reaches the pattern.
        if (text.Length > MaxRepositoryLength + 80)
            return null;
        var match = Pattern().Match(text);
        return match.Success && match.Groups["repository"].Length <= MaxRepositoryLength
            ? new ImageReference(match.Groups["repository"].Value, match.Groups["digest"].Value)
            : null;
    }

    [GeneratedRegex("""
        \A(?<repository>
          (?: [a-z0-9](?:[a-z0-9-]*[a-z0-9])? (?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)* (?::[0-9]{1,5})? / )?
          [a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)* (?: / [a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)* )*
        )@(?<digest>sha256:[0-9a-f]{64})\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
