using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>All rollouts, and the form that starts one.</summary>
public sealed record RolloutsPageModel(ShellModel Shell, DeployForm Deploy, IReadOnlyList<RolloutRow> Rows)
{
    private const int MaxRows = 50;

    internal static RolloutsPageModel Of(ShellModel shell, FleetSnapshot snapshot, CampDefinition camp, DeployForm? typed, DateTimeOffset now) => new(
        shell,
        typed ?? DeployForm.Empty(camp),
        [.. snapshot.Rollouts.Values.OrderByDescending(rollout => rollout.StartedAt).Take(MaxRows).Select(rollout => RolloutRow.Of(rollout, now))]);
}

/// <summary>The deploy form, with what was typed.</summary>
/// <param name="Error">Empty when nothing is wrong.</param>
/// <param name="Field"><c>tutorial</c> or <c>image</c>: where the error belongs.</param>
/// <param name="Note">What else there is to say, such as that nothing had to be done.</param>
public sealed record DeployForm(IReadOnlyList<string> Tutorials, string Tutorial, string Image, string Error, string Field, string Note)
{
    internal static DeployForm Empty(CampDefinition camp) => new([.. camp.Tutorials.Select(tutorial => tutorial.Name)], camp.Tutorials[0].Name, "", "", "", "");
}

/// <summary>One rollout in a line.</summary>
public sealed record RolloutRow(string Id, string Tutorial, Badge State, string Digest, string Requested, string Progress, int Done, int Total, string Started, string By)
{
    internal static RolloutRow Of(Rollout rollout, DateTimeOffset now)
    {
        var steps = rollout.Ships.Values.CountBy(ship => ship.Step).ToDictionary();
        var (done, failed, gone) = (steps.GetValueOrDefault(RolloutStep.Done), steps.GetValueOrDefault(RolloutStep.Failed), steps.GetValueOrDefault(RolloutStep.Gone));
        var progress = $"{done} of {Wording.Count(rollout.Ships.Count, "ship", "ships")}{(failed > 0 ? $", {failed} failed" : "")}{(gone > 0 ? $", {gone} gone" : "")}";
        return new RolloutRow(
            rollout.Id.Value, rollout.Tutorial, rollout.State.Badge(), Wording.Digest(rollout.Image[(rollout.Image.IndexOf('@', StringComparison.Ordinal) + 1)..]), rollout.Requested, progress, done,
            rollout.Ships.Count, Wording.Ago(rollout.StartedAt, now), rollout.By);
    }
}
