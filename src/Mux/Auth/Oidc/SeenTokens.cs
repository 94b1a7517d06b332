namespace Mux.Auth.Oidc;

/// <summary>Tokens that count once, remembered until they expire. Bounded: when full, the ones that expire soonest are forgotten.</summary>
internal sealed class SeenTokens(TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);

    public bool Has(string id)
    {
        lock (gate)
        {
            return seen.ContainsKey(id);
        }
    }

    public void Add(string id, DateTimeOffset expires)
    {
        lock (gate)
        {
            if (seen.Count >= Capacity)
            {
                MakeRoom();
            }

            seen[id] = expires + TokenCheck.ClockSkew;
        }
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        var leaving = seen.OrderBy(pair => pair.Value).TakeWhile((pair, index) => pair.Value <= now || index < Capacity / 4).Select(pair => pair.Key).ToList();
        leaving.ForEach(id => seen.Remove(id));
    }
}
