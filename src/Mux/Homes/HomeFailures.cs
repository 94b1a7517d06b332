using System.Collections.Concurrent;
using Mux.Fleet;

namespace Mux.Homes;

/// <summary>Which homes could not be copied the last time, and how often in a row. Known only while the mux runs.</summary>
internal sealed class HomeFailures
{
    private readonly ConcurrentDictionary<string, HomeFailure> failing = new(StringComparer.Ordinal);

    public IReadOnlyCollection<HomeFailure> All => [.. failing.Values];

    public void Note(ShipId ship, string volume, HomeOutcome outcome)
    {
        if (outcome == HomeOutcome.Stored)
        {
            failing.TryRemove(volume, out _);
        }
        else if (outcome != HomeOutcome.Busy)
        {
            failing.AddOrUpdate(volume, _ => new HomeFailure(ship, outcome, 1), (_, before) => new HomeFailure(ship, outcome, before.Times + 1));
        }
    }

    /// <summary>Ships that are no more bring no copy.</summary>
    public void KeepOnly(Predicate<ShipId> lives)
    {
        foreach (var (volume, failure) in failing)
        {
            if (!lives(failure.Ship))
            {
                failing.TryRemove(volume, out _);
            }
        }
    }
}

/// <summary>One home that is not copied.</summary>
internal sealed record HomeFailure(ShipId Ship, HomeOutcome Outcome, int Times);
