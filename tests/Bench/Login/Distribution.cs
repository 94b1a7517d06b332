namespace Bench.Login;

/// <summary>Measured times; a percentile is one of them (nearest rank), never a value in between.</summary>
internal sealed class Distribution(IEnumerable<TimeSpan> samples)
{
    private readonly double[] sorted = [.. samples.Select(sample => sample.TotalMilliseconds).Order()];

    public int Count => sorted.Length;

    public double Median => At(0.50);

    public double Highest => sorted.Length == 0 ? double.NaN : sorted[^1];

    /// <summary>Milliseconds; NaN when nothing was measured.</summary>
    public double At(double quantile) => sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];

    public int CountFrom(double milliseconds) => sorted.Count(sample => sample >= milliseconds);

    public int CountBetween(double from, double below) => sorted.Count(sample => sample >= from && sample < below);
}
