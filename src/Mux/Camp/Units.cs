using System.Globalization;
using System.Text.RegularExpressions;

namespace Mux.Camp;

/// <summary>Sizes and times as people write them.</summary>
internal static partial class Units
{
    public const string SizeExpected = "a size such as 512MiB or 2GiB";
    public const string TimeExpected = "a time such as 30s, 5m or 1h";
    public const string TruthExpected = "true or false";
    public const string CpusExpected = "a number of CPUs such as 0.5 or 2, from 0.01 to 256";

    /// <summary>Bytes; null when the text is no size.</summary>
    public static long? Size(string text)
    {
        if (Amount().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var factor = match.Groups[2].Value switch
        {
            "" or "B" => 1d,
            "KiB" or "K" or "k" => 1 << 10,
            "MiB" or "M" => 1 << 20,
            "GiB" or "G" => 1 << 30,
            "MB" => 1e6,
            "GB" => 1e9,
            _ => double.NaN,
        };
        var bytes = Number(match) * factor;
        return bytes is >= 0 and < 1L << 50 ? (long)bytes : null;
    }

    /// <summary>From a tenth of a second on: nothing that the mux waits for takes no time.</summary>
    public static TimeSpan? Time(string text)
    {
        if (Amount().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var seconds = Number(match) * match.Groups[2].Value switch { "ms" => 0.001, "s" => 1, "m" or "min" => 60, "h" => 3600, _ => double.NaN };
        return seconds is >= 0.1 and <= 1e7 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Thousandths of a CPU.</summary>
    public static int? Cpus(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus is >= 0.01 and <= 256 ? (int)Math.Round(cpus * 1000) : null;

    public static bool? Truth(string text) => text switch { "true" or "yes" => true, "false" or "no" => false, _ => null };

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([A-Za-z]*)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Amount();
}
