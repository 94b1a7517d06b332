using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>What is measured, what it shall not exceed, and how many measured times become three. Pure.</summary>
internal static class Measures
{
    public const string Boot = "launch to available";
    public const string Fleet = "whole fleet up";
    public const string Notebook = "login to notebook";
    public const string Result = "login to first result";

    /// <summary>From the click that logs in until the notebook's page is there.</summary>
    public static readonly TimeSpan NotebookTarget = TimeSpan.FromSeconds(0.5);

    /// <summary>From the same click until a cell's result is there.</summary>
    public static readonly TimeSpan ResultTarget = TimeSpan.FromSeconds(2);

    /// <param name="of">How many times there should have been.</param>
    public static Measure Of(string name, IEnumerable<TimeSpan> times, int of, TimeSpan? target = null)
    {
        double[] sorted = [.. times.Select(time => time.TotalSeconds).Order()];
        return new Measure(name, sorted.Length, of, At(sorted, 0.5), At(sorted, 0.95), At(sorted, 1), target?.TotalSeconds);
    }

    // Nearest rank: one of the measured times, never a value in between.
    private static double? At(double[] sorted, double part) =>
        sorted.Length == 0 ? null : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)], 3);
}
