namespace Bench.Proxy;

/// <summary>What one round of one contender gave.</summary>
/// <param name="P99">Milliseconds.</param>
/// <param name="Cpu">Seconds of the proxy's processes.</param>
internal sealed record Figure(double PerSecond, double P50, double P99, double Cpu, double Seconds)
{
    public double MicrosecondsEach => Cpu / (PerSecond * Seconds) * 1e6;
}

/// <summary>All rounds of one contender.</summary>
internal sealed class Figures
{
    private readonly List<Figure> rounds = [];

    public void Add(Figure figure) => rounds.Add(figure);

    public double Median(Func<Figure, double> of)
    {
        var sorted = rounds.Select(of).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public double Least => rounds.Min(round => round.PerSecond);

    public double Most => rounds.Max(round => round.PerSecond);
}
