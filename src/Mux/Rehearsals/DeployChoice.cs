using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>Which image a rehearsal deploys, and what of it is to be taken back. Pure.</summary>
/// <param name="Image">Empty: none.</param>
/// <param name="WhyNot">Said when there is none, with what to do for one; empty else.</param>
internal sealed record DeployChoice(string Image, string WhyNot)
{
    public static DeployChoice Of(FleetSnapshot snapshot, Rehearsal rehearsal)
    {
        var current = snapshot.Targets.GetValueOrDefault(rehearsal.Tutorial)?.Digest ?? "";
        var earlier = Proven(snapshot, rehearsal.Tutorial).FirstOrDefault(image => !image.EndsWith(current, StringComparison.Ordinal));
        return RehearsalGuard.ArePeopleThere(snapshot) ? Not("People are at work, and their containers were left alone.")
            : current.Length == 0 ? Not($"It is not known yet which image {rehearsal.Tutorial} runs.")
            : rehearsal.Image.Length > 0 && rehearsal.Image.EndsWith(current, StringComparison.Ordinal) ? Not($"The image that was given is the one that {rehearsal.Tutorial} runs: a change to the same proves nothing. Give another with --image.")
            : rehearsal.Image.Length > 0 ? new DeployChoice(rehearsal.Image, "")
            : earlier is not null ? new DeployChoice(earlier, "")
            : Not($"{rehearsal.Tutorial} has had one image only, and a change to the same proves nothing. Push another and give it: mux rehearse --tutorial {rehearsal.Tutorial} --image IMAGE.");
    }

    /// <summary>The rehearsal's own deploy, when nobody has taken it back yet; null when there is none.</summary>
    public static Rollout? ToUndo(FleetSnapshot snapshot, Rehearsal rehearsal) =>
        Newest(snapshot, rehearsal) is { Undoes: null } rollout && rollout.By == rehearsal.Actor ? rollout : null;

    /// <summary>The rehearsal's own rollout, deploy or rollback, if it is not over yet.</summary>
    public static Rollout? Open(FleetSnapshot snapshot, Rehearsal rehearsal) =>
        Newest(snapshot, rehearsal) is { IsOpen: true } rollout && rollout.By == rehearsal.Actor ? rollout : null;

    // An image that was halted is history, too, but would prove nothing good.
    private static IEnumerable<string> Proven(FleetSnapshot snapshot, string tutorial) => snapshot.Rollouts.Values
        .Where(rollout => rollout.Tutorial == tutorial)
        .OrderByDescending(rollout => rollout.StartedAt)
        .SelectMany(rollout => rollout.State == RolloutState.Succeeded ? new[] { rollout.Image, rollout.Previous } : [rollout.Previous])
        .Where(image => image.Length > 0);

    // What somebody else has deployed since is not touched.
    private static Rollout? Newest(FleetSnapshot snapshot, Rehearsal rehearsal) =>
        snapshot.Rollouts.Values.Where(rollout => rollout.Tutorial == rehearsal.Tutorial).MaxBy(rollout => rollout.StartedAt);

    private static DeployChoice Not(string why) => new("", why);
}
