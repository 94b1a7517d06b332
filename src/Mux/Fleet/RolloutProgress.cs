using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How far each ship of a rollout is, from what its agent last said. Pure.</summary>
internal static class RolloutProgress
{
    public static ImmutableSortedDictionary<string, RolloutShip> Look(Rollout rollout, FleetSnapshot snapshot, RolloutPolicy policy, DateTimeOffset now)
    {
        var ships = rollout.Ships.ToBuilder();
        foreach (var ship in snapshot.Ships.Values.Where(ship => ship is { IsLive: true, Quarantined: false } && ship.Targets.ContainsKey(rollout.Tutorial)))
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
        if (ship is not { IsLive: true, Quarantined: false })
        {
            return before with { Step = RolloutStep.Gone, Reason = ship is { IsLive: true } ? "the ship is quarantined" : "the ship ended", At = now };
        }

        // Told by this rollout, launched with it, or already there: all that is left is to come up.
        if (ship.Targets.GetValueOrDefault(rollout.Tutorial)?.Image == rollout.Image)
        {
            return Switch(before.Step == RolloutStep.Starting ? before : before with { Step = RolloutStep.Starting, At = now }, rollout, ship, policy, now);
        }

        return before.Step switch
        {
            RolloutStep.Waiting when ship.Vitals.Link != ShipLink.Connected => Within(before, policy, now, "its agent is not connected"),
            RolloutStep.Pulling => Pull(before, rollout, ship, policy, now),
            RolloutStep.Starting => before with { Step = RolloutStep.Gone, Reason = "another order took the ship", At = now },
            _ => before,
        };
    }

    private static RolloutShip Pull(RolloutShip before, Rollout rollout, Ship ship, RolloutPolicy policy, DateTimeOffset now)
    {
        var image = ship.Vitals.Images.FirstOrDefault(image => image.Image == rollout.Image);
        return image?.Phase switch
        {
            ImagePhase.Present => before with { Step = RolloutStep.Pulled, At = now },

            // A failure that was told before the order arrived is an old one.
            ImagePhase.Failed when ship.Vitals.SeenGeneration >= ship.Generation => WithoutImage(before, policy, now, image.Reason),
            _ => Within(before, policy, now, $"did not get the image within {policy.PullPatience.TotalSeconds:0} s"),
        };
    }

    private static RolloutShip Within(RolloutShip before, RolloutPolicy policy, DateTimeOffset now, string late) =>
        now - before.At > policy.PullPatience ? WithoutImage(before, policy, now, late) : before;

    private static RolloutShip WithoutImage(RolloutShip before, RolloutPolicy policy, DateTimeOffset now, string reason) =>
        before with { Step = policy.PullFailureCounts ? RolloutStep.Failed : RolloutStep.Skipped, Reason = reason, At = now };

    private static RolloutShip Switch(RolloutShip before, Rollout rollout, Ship ship, RolloutPolicy policy, DateTimeOffset now)
    {
        var status = ship.Tutorials.GetValueOrDefault(rollout.Tutorial);
        return status?.TargetDigest != rollout.Digest || ship.Vitals.SeenGeneration < ship.Generation ? OrLate(before, policy, now) : status.Phase switch
        {
            TutorialPhase.Healthy when status.RunningDigest == rollout.Digest => before with { Step = RolloutStep.Done, ContentOnly = status.ContentOnly, At = now },
            TutorialPhase.Failed => before with { Step = RolloutStep.Failed, Reason = status.Reason, Log = status.LogTail, ExitCode = status.ExitCode, At = now },
            _ => OrLate(before, policy, now),
        };
    }

    private static RolloutShip OrLate(RolloutShip before, RolloutPolicy policy, DateTimeOffset now) => now - before.At > policy.Patience
        ? before with { Step = RolloutStep.Failed, Reason = $"not healthy {policy.Patience.TotalSeconds:0} s after the order", At = now }
        : before;
}
