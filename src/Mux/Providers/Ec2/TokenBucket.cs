namespace Mux.Providers.Ec2;

/// <summary>
/// A rate as AWS publishes it. Pure, because the framework's limiter cannot be given a clock. Who takes more than there is goes into debt and waits for it,
/// so callers are served in the order in which they came.
/// </summary>
internal sealed record TokenBucket(double Capacity, double PerSecond, double Tokens, DateTimeOffset At)
{
    public static TokenBucket Full(double capacity, double perSecond, DateTimeOffset now) => new(capacity, perSecond, capacity, now);

    /// <summary>The bucket after it, and how long to wait before the call.</summary>
    public (TokenBucket Next, TimeSpan Wait) Take(double count, DateTimeOffset now)
    {
        var left = Math.Min(Capacity, Tokens + (Math.Max(0, (now - At).TotalSeconds) * PerSecond)) - count;
        return (this with { Tokens = left, At = now }, left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-left / PerSecond));
    }
}
