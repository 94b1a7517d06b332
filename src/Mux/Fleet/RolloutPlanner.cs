using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What one look at a rollout comes to.</summary>
/// <param name="Next">The rollout as it now stands; the same object when nothing changed.</param>
/// <param name="Retargets">What ships shall run from now on.</param>
/// <param name="Prefetches">Ships that shall have the rollout's image.</param>
internal sealed record RolloutDecision(Rollout Next, ImmutableArray<(ShipId Ship, TutorialTarget Target)> Retargets, ImmutableArray<ShipId> Prefetches);

/// <summary>
/// Decides the next step of a rollout: a pure function of (rollout, snapshot, policy, now). All ships fetch; canaries switch, then idle ships, then ships in use
/// in waves, each when its attendee agreed; halt on failures.
/// </summary>
internal static class RolloutPlanner
{
    public static RolloutDecision Decide(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var ships = RolloutProgress.Look(rollout, snapshot, policy, now);
        var seen = Same(ships, rollout.Ships) ? rollout : rollout with { Ships = ships };
        var failures = ships.Values.Count(ship => ship.Step == RolloutStep.Failed);
        var over = ships.Values.All(ship => ship.IsOver);
        if (failures >= policy.MaxFailures || (over && (failures > 0 || TookNowhere(ships))))
        {
            return End(seen, RolloutState.Halted, snapshot, now, step => step is RolloutStep.Failed or RolloutStep.Starting);
        }

        if (over)
        {
            return End(seen, RolloutState.Succeeded, snapshot, now, _ => false);
        }

        // A ship on which it failed does not wait for the end of all: an idle one would be given up meanwhile.
        var back = Back(seen, snapshot, step => step == RolloutStep.Failed);
        return rollout.State == RolloutState.Paused ? new RolloutDecision(seen, back, []) : GoOn(seen, back, snapshot, policy, now);
    }

    /// <summary>What ships that are launched now shall run: the camp's targets, and the images of rollouts that are proven.</summary>
    public static ImmutableSortedDictionary<string, TutorialTarget> TargetsOfNewShips(FleetSnapshot snapshot, int canary) => snapshot.Targets.SetItems(
        snapshot.Rollouts.Values.Where(rollout => rollout.IsOpen && rollout.IsProven(canary) && snapshot.Targets.ContainsKey(rollout.Tutorial))
            .Select(rollout => KeyValuePair.Create(rollout.Tutorial, new TutorialTarget(rollout.Tutorial, rollout.Image, rollout.Id))));

    private static RolloutDecision GoOn(Rollout rollout, ImmutableArray<(ShipId Ship, TutorialTarget Target)> back, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var pulls = RolloutTurns.NextPulls(rollout, snapshot, policy);
        var switches = RolloutTurns.NextSwitches(rollout, snapshot, policy, now);
        if (pulls.IsEmpty && switches.IsEmpty)
        {
            return new RolloutDecision(rollout, back, []);
        }

        var target = new TutorialTarget(rollout.Tutorial, rollout.Image, rollout.Id);
        var ships = rollout.Ships
            .SetItems(pulls.Select(id => KeyValuePair.Create(id.Value, rollout.Ships[id.Value] with { Step = RolloutStep.Pulling, At = now })))
            .SetItems(switches.Select(id => KeyValuePair.Create(id.Value, Told(rollout, snapshot.Ships[id], now))));
        return new RolloutDecision(rollout with { Ships = ships }, [.. back, .. switches.Select(id => (id, target))], pulls);
    }

    private static RolloutShip Told(Rollout rollout, Ship ship, DateTimeOffset now) => rollout.Ships[ship.Id.Value] with
    {
        Step = RolloutStep.Starting,
        At = now,
        Before = ship.Targets[rollout.Tutorial].Image,
        InUse = ship.State == ShipState.Running,
    };

    private static bool TookNowhere(ImmutableSortedDictionary<string, RolloutShip> ships) =>
        ships.Values.Any(ship => ship.Step == RolloutStep.Skipped) && !ships.Values.Any(ship => ship.Step == RolloutStep.Done);

    private static RolloutDecision End(Rollout rollout, RolloutState state, FleetSnapshot snapshot, DateTimeOffset now, Func<RolloutStep, bool> goesBack) =>
        new(rollout with { State = state, EndedAt = now, PausedAt = null }, Back(rollout, snapshot, goesBack), []);

    // To what the ship ran before; ships that took it keep it.
    private static ImmutableArray<(ShipId Ship, TutorialTarget Target)> Back(Rollout rollout, FleetSnapshot snapshot, Func<RolloutStep, bool> goesBack) =>
    [
        .. rollout.Ships.Values
            .Where(part => goesBack(part.Step) && snapshot.Ships.GetValueOrDefault(part.Ship)?.Targets.GetValueOrDefault(rollout.Tutorial)?.Image == rollout.Image)
            .Select(part => (part.Ship, Target: new TutorialTarget(rollout.Tutorial, part.Before.Length > 0 ? part.Before : rollout.Previous, null)))
            .Where(back => back.Target.Image.Length > 0 && back.Target.Image != rollout.Image),
    ];

    private static bool Same(ImmutableSortedDictionary<string, RolloutShip> a, ImmutableSortedDictionary<string, RolloutShip> b) => a.Count == b.Count && a.Values.SequenceEqual(b.Values);
}
