using System.Globalization;

namespace Mux.Auth;

/// <summary>Spans of time in words.</summary>
internal static class WaitText
{
    /// <summary>For example <c>12 seconds</c>, <c>1 minute</c>; rounded up.</summary>
    public static string Of(TimeSpan wait)
    {
        var seconds = Seconds(wait);
        return seconds < 90 ? Count(seconds, "second") : Count((int)Math.Ceiling(wait.TotalMinutes), "minute");
    }

    /// <summary>Whole seconds, at least one.</summary>
    public static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
