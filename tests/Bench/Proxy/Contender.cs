using System.Diagnostics;
using System.Globalization;

namespace Bench.Proxy;

/// <summary>A proxy in processes of its own.</summary>
/// <param name="Headers">What its clients must send.</param>
internal sealed record Contender(string Name, int Port, Process Process, IReadOnlyList<string> Headers)
{
    public const string Path = "/camp/t1/x";

    private const double TicksPerSecond = 100;

    /// <summary>Seconds that the process and its children have spent so far.</summary>
    public double CpuSeconds() => Family(Process.Id).Sum(Spent);

    private static IEnumerable<int> Family(int pid)
    {
        var children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task/{pid}/children"));
        return children.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture))).Prepend(pid);
    }

    // The name of a process may hold spaces: count from its closing parenthesis.
    private static double Spent(int pid)
    {
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
