using System.Text.Json;
using System.Text.RegularExpressions;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>An image as the engine describes it: its layers and configuration, and the steps that made it, newest first.</summary>
internal sealed record ImageAnatomy(ImageDetails Details, IReadOnlyList<HistoryStep> History);

/// <summary>
/// Whether two images differ in nothing but the content folder. Each layer that they do not share must be the work of a COPY to that folder, as the
/// engine pairs layers with steps; whatever is not plainly so counts as different.
/// </summary>
internal static partial class SoftwareCheck
{
    // What says nothing about how the container runs. Image: the builder's parent.
    private static readonly string[] Indifferent = ["Labels", "Image", "Hostname", "Domainname", "ArgsEscaped"];

    public static bool IsSame(ImageAnatomy one, ImageAnatomy other)
    {
        if (one.Details.RootFS?.Layers is not { Count: > 0 } layers || other.Details.RootFS?.Layers is not { Count: > 0 } others || !HasSameConfig(one.Details, other.Details))
            return false;
        var shared = layers.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
        return shared > 0 && IsContent(one.History, layers.Count - shared) && IsContent(other.History, others.Count - shared);
    }

    /// <summary>Whether the top <paramref name="layers"/> were made by copies to the content folder.</summary>
    private static bool IsContent(IReadOnlyList<HistoryStep> history, int layers)
    {
        foreach (var step in history)
        {
            if (layers == 0)
                return true;
            // A step that made no layer has no size; one with a size has made one.
            if (step.Size == 0 && Metadata().IsMatch(step.CreatedBy))
                continue;
            if (step.Size == 0 || !ContentCopy().IsMatch(step.CreatedBy) || step.CreatedBy.Contains("..", StringComparison.Ordinal))
                return false;
            layers--;
        }
        return layers == 0;
    }

    private static bool HasSameConfig(ImageDetails one, ImageDetails other) =>
        one.Config is { } a && other.Config is { } b && one.Architecture == other.Architecture
        && a.Keys.Union(b.Keys).Except(Indifferent).All(key => a.TryGetValue(key, out var mine) && b.TryGetValue(key, out var theirs) && JsonElement.DeepEquals(mine, theirs));

    [GeneratedRegex(@"\A(?:/bin/sh -c #\(nop\) +)?(?:LABEL|MAINTAINER|ENV|ARG|USER|EXPOSE|ENTRYPOINT|CMD|STOPSIGNAL|HEALTHCHECK|SHELL)\s", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Metadata();

    [GeneratedRegex("""
        \A(?: /bin/sh\ -c\ \#\(nop\)\ +COPY\ (?:--\S+\ )*(?:dir|file|multi):[0-9a-f]+\ in\ /opt/camp/content(?:/\S*)?\s*
            | COPY\ (?:\S+\ )+/opt/camp/content(?:/\S*)?\ \#\ buildkit )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex ContentCopy();
}
