using System.Globalization;
using System.Runtime.InteropServices;
using Bench.Login;

namespace Bench;

/// <summary>Where figures are kept: <c>tests/Bench/results</c>, each file with the machine, the day, the commit and how to repeat it.</summary>
internal static class BenchReport
{
    /// <param name="name">Of the bench, and of its file.</param>
    /// <param name="arguments">What the bench was called with, after its name.</param>
    /// <param name="body">Markdown.</param>
    public static async Task WriteAsync(string name, string arguments, string body)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Command.Repository, "tests", "Bench", "results")).FullName;
        var commit = (await Command.RunAsync("git", ["describe", "--always", "--dirty", "--exclude", "*"])).Trim();
        var machine = await MachineAsync();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # {name}

            {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, commit {commit}, on {machine}. Again: `{$"ops/bench {name} {arguments}".TrimEnd()}`

            {body.Trim()}

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.md"), text);
        Console.WriteLine(text);
    }

    private static async Task<string> MachineAsync()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var memory = double.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / (1 << 20);
        var docker = (await Command.RunAsync("docker", ["version", "-f", "{{.Server.Version}}"])).Trim();
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({model}), {memory:0} GiB, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, Docker {docker}");
    }
}
