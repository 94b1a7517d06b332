using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Proxy;

/// <summary>Debian's wrk: one thread, 64 kept connections.</summary>
internal static partial class GetLoad
{
    public static async Task<Figure> RunAsync(Contender contender, int seconds)
    {
        string[] arguments =
        [
            "-t1", "-c64", $"-d{seconds}s", "--latency", .. contender.Headers.SelectMany(header => new[] { "-H", header }),
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{contender.Port}{Contender.Path}"),
        ];
        var before = contender.CpuSeconds();
        using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var text = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var cpu = contender.CpuSeconds() - before;
        return text.Contains("Non-2xx", StringComparison.Ordinal) || wrk.ExitCode != 0
            ? throw new InvalidOperationException($"{contender.Name}: {text}")
            : new Figure(double.Parse(Rate().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture), Latency(text, "50%"), Latency(text, "99%"), cpu, seconds);
    }

    private static double Latency(string text, string percentile)
    {
        var match = Regex.Match(text, Regex.Escape(percentile) + @"\s+([\d.]+)(us|ms|s)");
        return double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
