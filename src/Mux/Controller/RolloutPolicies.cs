using Mux.Camp;
using Mux.Fleet;

namespace Mux.Controller;

internal static class RolloutPolicies
{
    /// <summary>How the camp wants its rollouts.</summary>
    public static RolloutPolicy Of(CampDefinition camp) => new(camp.Rollout.Canary, camp.Rollout.Parallel, camp.Rollout.MaxFailures, camp.Fleet.BootTimeout)
    {
        Wave = camp.Rollout.Wave,
        WavePause = camp.Rollout.WavePause,
        PullParallel = camp.Rollout.PullParallel,
        PullPatience = camp.Rollout.PullTimeout,
        PullFailureCounts = camp.Rollout.PullFailureCounts,
    };
}
