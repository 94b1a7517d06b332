using System.Collections.Concurrent;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>
/// How many messages a ship may send: a burst, then a steady rate. A ship that sends more is cut off, so that it cannot starve the others;
/// the budget is the ship's, not the stream's, so that a new stream brings no new one.
/// </summary>
internal sealed class ReportPace(TimeProvider time)
{
    private const double Burst = 100;
    private const double PerSecond = 10;

    private readonly ConcurrentDictionary<ShipId, Budget> budgets = new();

    public Budget Of(ShipId ship) => budgets.GetOrAdd(ship, _ => new Budget(time));

    internal sealed class Budget(TimeProvider time)
    {
        private readonly Lock gate = new();
        private double tokens = Burst;
        private long last = time.GetTimestamp();

        /// <summary>False when nothing is left; that costs nothing, so that a ship that waits is heard again.</summary>
        public bool Take()
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                tokens = Math.Min(Burst, tokens + (time.GetElapsedTime(last, now).TotalSeconds * PerSecond));
                last = now;
                if (tokens < 1)
                {
                    return false;
                }

                tokens--;
                return true;
            }
        }
    }
}
