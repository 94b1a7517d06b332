using System.Globalization;

namespace Contracts.Wire;

/// <summary>The header <c>grpc-timeout</c>: one to eight digits and a unit (H, M, S, m, u, n).</summary>
internal static class GrpcTimeout
{
    private const long MostDigits = 99_999_999;

    /// <summary>Timers take no more than that; a call that may last longer has, in effect, no deadline.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    public static bool TryParse(string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (text is not { Length: >= 2 and <= 9 }
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        long? ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => (value + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        timeout = new TimeSpan(ticks ?? 0);
        return ticks is not null;
    }

    /// <summary>In the finest unit that fits, rounded up, so that the peer never gives up before we do.</summary>
    public static string Format(TimeSpan timeout)
    {
        ReadOnlySpan<(long Ticks, char Unit)> units =
        [
            (TimeSpan.TicksPerMicrosecond, 'u'), (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'),
            (TimeSpan.TicksPerMinute, 'M'),
        ];
        foreach (var (ticks, unit) in units)
        {
            var count = (timeout.Ticks - 1) / ticks + 1;
            if (count <= MostDigits)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        var hours = Math.Min((timeout.Ticks - 1) / TimeSpan.TicksPerHour + 1, MostDigits);
        return string.Create(CultureInfo.InvariantCulture, $"{hours}H");
    }

    /// <summary>Calls <paramref name="expired"/> once after that time; null when it is too far off for a timer.</summary>
    public static ITimer? Start(TimeProvider clock, TimeSpan timeout, Action expired) =>
        timeout > LongestTimer
            ? null
            : clock.CreateTimer(static state => ((Action)state!)(), expired, timeout, Timeout.InfiniteTimeSpan);
}
