using System.Globalization;

namespace Bench.Login;

/// <summary>What a process holds in memory, in megabytes, as the kernel counts it.</summary>
/// <param name="Resident">All of its pages, those that it shares with others too.</param>
/// <param name="Proportional">Each shared page divided by the number of its sharers: what the process costs.</param>
internal sealed record ResidentMemory(double Resident, double Proportional)
{
    public static ResidentMemory Of(string pidFile)
    {
        var rollup = File.ReadAllLines($"/proc/{File.ReadAllText(pidFile).Trim()}/smaps_rollup");
        return new ResidentMemory(Field(rollup, "Rss:"), Field(rollup, "Pss:"));
    }

    private static double Field(string[] lines, string name) =>
        double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
}
