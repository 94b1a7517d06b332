using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How a provider takes launches.</summary>
/// <param name="Placements">Where machines can be made, the best first.</param>
/// <param name="MaxBatch">Machines of one order.</param>
internal sealed record LaunchTerms(ImmutableArray<string> Placements, int MaxBatch);

/// <summary>Decides which ships are ordered together, where, and which orders are repeated: a pure function of (snapshot, terms, now).</summary>
internal static class LaunchPlanner
{
    public static ImmutableArray<FleetAction> Decide(FleetSnapshot snapshot, LaunchTerms terms, DateTimeOffset now)
    {
        var actions = ImmutableArray.CreateBuilder<FleetAction>();
        actions.AddRange(snapshot.Batches.Values.Where(batch => batch.AskAgainAt <= now).OrderBy(batch => batch.Id.Value, StringComparer.Ordinal).Select(batch => new FleetAction.Launch(batch.Id)));
        if (snapshot.Board.Free(terms.Placements, now) is { } placement)
        {
            actions.AddRange(snapshot.ShipList.Where(ship => NeedsMachine(ship, snapshot))
                .OrderBy(ship => ship.CreatedAt).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal)
                .Chunk(terms.MaxBatch)
                .Select(ships => new FleetAction.Gather([.. ships.Select(ship => ship.Id)], placement)));
        }

        return actions.ToImmutable();
    }

    /// <summary>It has no machine, and none has been ordered for it.</summary>
    public static bool NeedsMachine(Ship ship, FleetSnapshot snapshot) => ship is { IsLive: true, ProviderId: null, Quarantined: false } && !snapshot.IsOrdered(ship);
}
