namespace Mux.Fleet;

/// <summary>What a rollout is at.</summary>
internal enum RolloutPhase
{
    /// <summary>No ship that could go next has the image yet.</summary>
    Pulling,

    /// <summary>The first ships try it.</summary>
    Canary,

    /// <summary>Ships that nobody uses.</summary>
    Idle,

    /// <summary>Ships in use, wave by wave.</summary>
    InUse,
    Over,
}

internal static class RolloutPhases
{
    public static RolloutPhase Of(Rollout rollout, FleetSnapshot snapshot, int canary)
    {
        if (!rollout.IsOpen)
        {
            return RolloutPhase.Over;
        }

        var open = rollout.Ships.Values.Where(part => !part.IsOver).ToList();
        if (!rollout.IsProven(canary))
        {
            return open.Any(part => part.Step is RolloutStep.Pulled or RolloutStep.Starting) ? RolloutPhase.Canary : RolloutPhase.Pulling;
        }

        var ready = open.Where(part => part.Step is RolloutStep.Pulled or RolloutStep.Starting).ToList();
        return ready.Count == 0 ? RolloutPhase.Pulling
            : ready.Any(part => snapshot.Ships.GetValueOrDefault(part.Ship)?.State != ShipState.Running) ? RolloutPhase.Idle
            : RolloutPhase.InUse;
    }
}
