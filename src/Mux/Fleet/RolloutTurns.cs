using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Whose turn it is in a rollout. Pure.</summary>
internal static class RolloutTurns
{
    /// <summary>Ships to be told to fetch the image: all, only not all at once.</summary>
    public static ImmutableArray<ShipId> NextPulls(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy)
    {
        var room = policy.PullParallel - rollout.Ships.Values.Count(part => part.Step == RolloutStep.Pulling);
        return Take(Parts(rollout, snapshot).Where(part => part.Step == RolloutStep.Waiting && part.Ship.Vitals.Link == ShipLink.Connected), room);
    }

    /// <summary>Ships to be told to run it: only such as have it.</summary>
    public static ImmutableArray<ShipId> NextSwitches(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var parts = Parts(rollout, snapshot).ToList();
        var busy = rollout.Ships.Values.Count(part => part.Step == RolloutStep.Starting);
        var idle = parts.Where(part => part is { InUse: false, Step: RolloutStep.Pulled }).ToList();
        var done = rollout.Ships.Values.Count(part => part.Step == RolloutStep.Done);
        if (done < policy.Canary)
        {
            // An attendee's ship is a canary only where no idle one can be.
            var some = parts.Any(MayBeCanary) ? idle : [.. InUse(rollout, parts, now)];
            return Take(some, policy.Canary - done - busy);
        }

        return idle.Count > 0 ? Take(idle, policy.Parallel - busy) : Wave(rollout, parts, policy, busy, now);
    }

    private static bool MayBeCanary(Part part) => part is { InUse: false, Ship.Vitals.Link: ShipLink.Connected, Step: not (RolloutStep.Done or RolloutStep.Failed or RolloutStep.Skipped or RolloutStep.Gone) };

    // Ships in use go together, and only when the wave before has come to its end and some time has passed; who said "now" need not wait for that.
    private static ImmutableArray<ShipId> Wave(Rollout rollout, List<Part> parts, RolloutPolicy policy, int busy, DateTimeOffset now)
    {
        if (parts.Any(part => part is { InUse: false, Step: RolloutStep.Starting }))
        {
            return [];
        }

        var told = rollout.Ships.Values.Where(part => part.InUse).ToList();
        var under = told.Count(part => part.Step == RolloutStep.Starting);
        var last = told.Where(part => part.IsOver).Select(part => part.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var mayStart = under == 0 && (last == DateTimeOffset.MinValue || now >= last + policy.WavePause);
        var due = InUse(rollout, parts, now).Where(part => mayStart || part.SaidNow);
        return Take(due, Math.Min(policy.Wave - under, policy.Parallel - busy));
    }

    private static IEnumerable<Part> InUse(Rollout rollout, List<Part> parts, DateTimeOffset now) =>
        parts.Where(part => part is { InUse: true, Step: RolloutStep.Pulled } && (rollout.DueAt(part.Ship.Attendee) is not { } due || now >= due));

    private static IEnumerable<Part> Parts(Rollout rollout, FleetSnapshot snapshot) => rollout.Ships.Values
        .Select(part => snapshot.Ships.GetValueOrDefault(part.Ship) is { } ship ? new Part(ship, part.Step, SaidNow(rollout, ship)) : null).OfType<Part>();

    private static bool SaidNow(Rollout rollout, Ship ship) => ship.Attendee is { } id && rollout.Answers.GetValueOrDefault(id.Value)?.Answer == ConsentAnswer.Now;

    private static ImmutableArray<ShipId> Take(IEnumerable<Part> parts, int room) =>
    [
        .. parts.OrderBy(part => Rank(part.Ship.State)).ThenByDescending(part => part.SaidNow).ThenBy(part => part.Ship.Id.Value, StringComparer.Ordinal)
            .Take(Math.Max(room, 0)).Select(part => part.Ship.Id),
    ];

    private static int Rank(ShipState state) => state switch { ShipState.Available => 0, ShipState.Booting => 1, ShipState.Pending => 2, _ => 3 };

    private sealed record Part(Ship Ship, RolloutStep Step, bool SaidNow)
    {
        public bool InUse => Ship.State == ShipState.Running;
    }
}
