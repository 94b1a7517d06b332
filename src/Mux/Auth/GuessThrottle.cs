namespace Mux.Auth;

/// <summary>How many wrong guesses one key may make at once, and how soon one more is allowed.</summary>
internal sealed record GuessBudget(int Burst, TimeSpan Refill);

/// <summary>
/// Counts wrong guesses only, so that a whole class behind one address logs in unhindered. A bounded table of buckets that refill with time.
/// </summary>
internal sealed class GuessThrottle(GuessBudget budget, int capacity, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> emptyUntil = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return emptyUntil.Count;
            }
        }
    }

    /// <summary>How long the key must wait until its next guess; null when it may guess now.</summary>
    public TimeSpan? WaitOf(string key)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return emptyUntil.TryGetValue(key, out var until) && until - now > Reach ? until - now - Reach : null;
        }
    }

    public void CountWrong(string key)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!emptyUntil.TryGetValue(key, out var until) && emptyUntil.Count >= capacity)
            {
                MakeRoom(now);
            }

            emptyUntil[key] = Earlier(Later(until, now) + budget.Refill, now + (budget.Burst * budget.Refill));
        }
    }

    // A key is out of guesses while its debt exceeds what the burst leaves for one more.
    private TimeSpan Reach => (budget.Burst - 1) * budget.Refill;

    // Those that would be forgiven soonest go first; a quarter at a time, so that a flood of addresses pays for one sweep in many guesses.
    private void MakeRoom(DateTimeOffset now)
    {
        var leaving = emptyUntil.OrderBy(pair => pair.Value).TakeWhile((pair, index) => pair.Value <= now || index <= capacity / 4).Select(pair => pair.Key).ToList();
        leaving.ForEach(key => emptyUntil.Remove(key));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
