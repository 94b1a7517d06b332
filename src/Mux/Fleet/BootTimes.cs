using System.Collections.Immutable;
using System.Globalization;

namespace Mux.Fleet;

/// <summary>
/// How long the last boots took, from the order until the ship was first available. Kept on disk: the first ships of a morning are estimated from those of the day before.
/// </summary>
internal sealed class BootTimes
{
    public static readonly BootTimes None = new([]);

    private const int Kept = 50;
    private const int Few = 10;

    private readonly ImmutableArray<TimeSpan> newest;
    private readonly ImmutableArray<TimeSpan> sorted;

    private BootTimes(ImmutableArray<TimeSpan> newest) => (this.newest, sorted) = (newest, newest.Sort());

    /// <summary>Half of the boots took no longer; null when none was seen.</summary>
    public TimeSpan? Median => At(0.5);

    /// <summary>Nine in ten took no longer; of a few boots nobody can tell, and twice the slowest counts. Null when none was seen.</summary>
    public TimeSpan? Slow => sorted.Length is > 0 and < Few ? sorted[^1] * 2 : At(0.9);

    /// <summary>Reads what <see cref="ToString"/> wrote; what makes no sense counts as no boot.</summary>
    public static BootTimes Parse(string? text) => new([.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1)
        .Where(seconds => seconds is >= 0 and < 1e6)
        .Select(TimeSpan.FromSeconds)
        .TakeLast(Kept)]);

    public BootTimes With(TimeSpan boot) => new([.. newest.TakeLast(Kept - 1), boot]);

    public override string ToString() => string.Join(' ', newest.Select(boot => boot.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)));

    private TimeSpan? At(double part) => sorted.IsEmpty ? null : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
}
