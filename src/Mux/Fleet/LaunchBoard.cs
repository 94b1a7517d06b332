using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>A placement that had no room.</summary>
/// <param name="Until">When it is tried again.</param>
/// <param name="Times">In a row.</param>
internal sealed record LaunchPause(string Reason, DateTimeOffset Until, int Times);

/// <summary>Why nothing can be launched until somebody mends it.</summary>
/// <param name="Code">The provider's word for it.</param>
/// <param name="Why">A sentence for people.</param>
/// <param name="Fix">The setting at fault, and what to do.</param>
internal sealed record LaunchStop(string Code, string Why, string Fix);

/// <summary>What launches have met lately. Known only while the mux runs: after a restart everything is tried afresh.</summary>
internal sealed record LaunchBoard
{
    public static readonly LaunchBoard Clear = new();

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>By placement.</summary>
    public ImmutableSortedDictionary<string, LaunchPause> Pauses { get; init; } = ImmutableSortedDictionary.Create<string, LaunchPause>(StringComparer.Ordinal);

    public LaunchStop? Stop { get; init; }

    /// <summary>The first of the placements that may be tried now; null when none may.</summary>
    public string? Free(IEnumerable<string> placements, DateTimeOffset now) =>
        Stop is not null ? null : placements.FirstOrDefault(placement => !Pauses.TryGetValue(placement, out var pause) || pause.Until <= now);

    public LaunchBoard NoRoom(string placement, string reason, DateTimeOffset now)
    {
        var times = Pauses.GetValueOrDefault(placement)?.Times ?? 0;
        var pause = FirstPause * Math.Pow(2, Math.Min(times, 8));
        return this with { Pauses = Pauses.SetItem(placement, new LaunchPause(reason, now + (pause < LongestPause ? pause : LongestPause), times + 1)) };
    }

    public LaunchBoard Made(string placement) => this with { Pauses = Pauses.Remove(placement) };
}
