namespace Mux.ControlChannel;

/// <summary>How many messages a ship may send: a burst, then a steady rate. A ship that sends more is cut off, so that it cannot starve the others.</summary>
internal sealed class ReportPace(TimeProvider time)
{
    private const double Burst = 100;
    private const double PerSecond = 10;

    public Budget Start() => new(time);

    internal sealed class Budget(TimeProvider time)
    {
        private double tokens = Burst;
        private long last = time.GetTimestamp();

        public bool Take()
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(Burst, tokens + (time.GetElapsedTime(last, now).TotalSeconds * PerSecond)) - 1;
            last = now;
            return tokens >= 0;
        }
    }
}
