using System.Globalization;
using Mux.Camp;

namespace Mux.Cli;

/// <summary>Times as an author types them.</summary>
internal static class BreakTime
{
    private const string Written = "HH:mm";

    /// <summary>The next time that the clock of this machine shows it, such as <c>10:30</c>; null when it is no time of day.</summary>
    public static DateTimeOffset? Parse(string text, TimeProvider time)
    {
        if (!TimeOnly.TryParseExact(text, Written, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return null;
        }

        var now = time.GetLocalNow();
        var today = now.Date + clock.ToTimeSpan();
        var at = today > now.DateTime ? today : today.AddDays(1);
        return new DateTimeOffset(at, time.LocalTimeZone.GetUtcOffset(at)).ToUniversalTime();
    }

    /// <summary>Whole seconds of <c>15m</c> and the like; null when it is no time.</summary>
    public static int? Seconds(string text) => Units.Time(text) is { } span ? (int)Math.Ceiling(span.TotalSeconds) : null;
}
