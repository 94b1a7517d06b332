using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How rollouts proceed.</summary>
/// <param name="Canary">Ships that must take the image before the others get it.</param>
/// <param name="Parallel">Ships that change at the same time.</param>
/// <param name="MaxFailures">Failures that halt it.</param>
/// <param name="Patience">From the order until a ship that says nothing counts as failed.</param>
internal sealed record RolloutPolicy(int Canary, int Parallel, int MaxFailures, TimeSpan Patience);

/// <summary>What one look at a rollout comes to.</summary>
/// <param name="Next">The rollout as it now stands; the same object when nothing changed.</param>
/// <param name="Retargets">Orders for ships.</param>
internal sealed record RolloutDecision(Rollout Next, ImmutableArray<(ShipId Ship, TutorialTarget Target)> Retargets);

/// <summary>Decides the next step of a rollout: a pure function of (rollout, snapshot, policy, now). Canary, then idle ships, then ships in use; halt on failures.</summary>
internal static class RolloutPlanner
{
    public static RolloutDecision Decide(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var ships = Progress(rollout, snapshot, policy, now);
        var failures = ships.Values.Count(ship => ship.Step == RolloutStep.Failed);
        var over = ships.Values.All(ship => ship.IsOver);
        if (failures >= policy.MaxFailures || (over && failures > 0))
        {
            return Halt(rollout with { Ships = ships }, snapshot, now);
        }

        if (over)
        {
            return new RolloutDecision(rollout with { Ships = ships, State = RolloutState.Succeeded, EndedAt = now }, []);
        }

        var wave = NextWave(ships, snapshot, policy);
        var told = ships.SetItems(wave.Select(id => KeyValuePair.Create(id.Value, new RolloutShip(id, RolloutStep.Pulling, "", "", 0, now))));
        var target = new TutorialTarget(rollout.Tutorial, rollout.Image, rollout.Id);
        var next = wave.IsEmpty && Same(ships, rollout.Ships) ? rollout : rollout with { Ships = told };
        return new RolloutDecision(next, [.. wave.Select(id => (id, target))]);
    }

    private static ImmutableSortedDictionary<string, RolloutShip> Progress(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var ships = rollout.Ships.ToBuilder();
        foreach (var ship in snapshot.Ships.Values.Where(ship => ship.IsLive && ship.Targets.ContainsKey(rollout.Tutorial)))
        {
            ships.TryAdd(ship.Id.Value, new RolloutShip(ship.Id, RolloutStep.Waiting, "", "", 0, now));
        }

        foreach (var before in ships.Values.Where(ship => !ship.IsOver).ToList())
        {
            ships[before.Ship.Value] = Step(before, rollout, snapshot.Ships.GetValueOrDefault(before.Ship), policy, now);
        }

        return ships.ToImmutable();
    }

    private static RolloutShip Step(RolloutShip before, Rollout rollout, Ship? ship, RolloutPolicy policy, DateTimeOffset now)
    {
        if (ship is not { IsLive: true })
        {
            return before with { Step = RolloutStep.Gone, Reason = "the ship ended", At = now };
        }

        if (before.Step == RolloutStep.Waiting)
        {
            return before;
        }

        var digest = ImageDigest(rollout.Image);
        var status = ship.Tutorials.GetValueOrDefault(rollout.Tutorial);
        return status?.TargetDigest != digest || ship.Vitals.SeenGeneration < ship.Generation ? OrLate(before, policy, now) : status.Phase switch
        {
            TutorialPhase.Healthy when status.RunningDigest == digest => before with { Step = RolloutStep.Done, At = now },
            TutorialPhase.Failed => before with { Step = RolloutStep.Failed, Reason = status.Reason, Log = status.LogTail, ExitCode = status.ExitCode, At = now },
            TutorialPhase.Starting when before.Step != RolloutStep.Starting => before with { Step = RolloutStep.Starting },
            _ => OrLate(before, policy, now),
        };
    }

    private static RolloutShip OrLate(RolloutShip before, RolloutPolicy policy, DateTimeOffset now) => now - before.At > policy.Patience
        ? before with { Step = RolloutStep.Failed, Reason = $"not healthy {policy.Patience.TotalSeconds:0} s after the order", At = now }
        : before;

    private static ImmutableArray<ShipId> NextWave(ImmutableSortedDictionary<string, RolloutShip> ships, FleetSnapshot snapshot, RolloutPolicy policy)
    {
        var busy = ships.Values.Count(ship => ship.Step is RolloutStep.Pulling or RolloutStep.Starting);
        var done = ships.Values.Count(ship => ship.Step == RolloutStep.Done);
        var room = done < policy.Canary ? policy.Canary - done - busy : policy.Parallel - busy;
        return [.. ships.Values.Where(ship => ship.Step == RolloutStep.Waiting)
            .OrderBy(ship => Rank(snapshot.Ships[ship.Ship].State)).ThenBy(ship => ship.Ship.Value, StringComparer.Ordinal)
            .Take(Math.Max(room, 0))
            .Select(ship => ship.Ship)];
    }

    private static int Rank(ShipState state) => state switch { ShipState.Available => 0, ShipState.Booting => 1, ShipState.Pending => 2, _ => 3 };

    // Ships that were told and have not taken it go back to what they serve; ships that took it keep it.
    private static RolloutDecision Halt(Rollout rollout, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var back = new TutorialTarget(rollout.Tutorial, rollout.Previous, null);
        var told = rollout.Ships.Values.Where(ship => ship.Step is RolloutStep.Failed or RolloutStep.Pulling or RolloutStep.Starting && snapshot.Ships.ContainsKey(ship.Ship));
        return new RolloutDecision(rollout with { State = RolloutState.Halted, EndedAt = now }, [.. told.Select(ship => (ship.Ship, back))]);
    }

    private static bool Same(ImmutableSortedDictionary<string, RolloutShip> a, ImmutableSortedDictionary<string, RolloutShip> b) => a.Count == b.Count && a.Values.SequenceEqual(b.Values);

    private static string ImageDigest(string image) => image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
