using Mux.Fleet;
using Mux.Orders;

namespace Mux.Rehearsals;

/// <summary>Deploys another image of the tutorial to all ships, and takes it back, both as an author would.</summary>
internal sealed class DeployStep(DeployDesk desk, TimeProvider time)
{
    public const string Deploy = "deploy";
    public const string Rollback = "rollback";

    public async Task RunAsync(RehearsalLog log, Findings findings, CancellationToken cancellationToken)
    {
        var rehearsal = log.Current;
        var choice = log.Snapshot.Count(ShipState.Available) + log.Snapshot.Count(ShipState.Running) == 0 ? new DeployChoice("", "No ship was up that could have changed its image.") : DeployChoice.Of(log.Snapshot, rehearsal);
        if (choice.Image.Length == 0)
        {
            findings.Deploy = DeployFigures.NotTried(choice.WhyNot);
            await log.BeginAsync(Deploy, "", cancellationToken);
            await log.EndAsync(StepState.Skipped, choice.WhyNot, cancellationToken);
            return;
        }

        findings.Deploy = new DeployFigures("", rehearsal.Tutorial, choice.Image, null, null);
        await log.ChangeAsync((draft, now) => now with { ImageBefore = draft.Snapshot.Targets[now.Tutorial].Image }, cancellationToken);
        var order = new DeployOrder(rehearsal.Tutorial, choice.Image);
        var there = await RunAsync(Deploy, log, findings, () => desk.DeployAsync(order, By(rehearsal), cancellationToken), cancellationToken);
        findings.Deploy = findings.Deploy with { DeploySeconds = there };
        if (DeployChoice.ToUndo(log.Snapshot, rehearsal) is { } rollout)
        {
            var back = await RunAsync(Rollback, log, findings, () => desk.RollBackAsync(rollout.Id.Value, "", By(rehearsal), cancellationToken), cancellationToken);
            findings.Deploy = findings.Deploy with { RollbackSeconds = back };
        }
    }

    public static Orderer By(Rehearsal rehearsal) => new(rehearsal.Actor, "the mux");

    // Gives the seconds that it took when every ship took it.
    private async Task<double?> RunAsync(string step, RehearsalLog log, Findings findings, Func<Task<Ordered<DeployOutcome>>> give, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        await log.BeginAsync(step, "ordered", cancellationToken);
        var ordered = await give();
        if (ordered.IsRefused)
        {
            findings.Failures.Add(new Failure(step, $"refused: {ordered.Refusal.Why} {ordered.Refusal.Fix}"));
            await log.EndAsync(StepState.Failed, ordered.Refusal.Why, cancellationToken);
            return null;
        }

        if (ordered.Result.Rollout is not { } rollout)
        {
            await log.EndAsync(StepState.Done, "all ships run that image already", cancellationToken);
            return 0;
        }

        await log.UntilAsync(snapshot => !snapshot.Rollouts[rollout.Id].IsOpen, snapshot => Words(snapshot.Rollouts[rollout.Id]), TimeSpan.MaxValue, cancellationToken);
        var over = log.Snapshot.Rollouts[rollout.Id];
        var failed = over.Ships.Values.Where(ship => ship.Step is RolloutStep.Failed or RolloutStep.Skipped).ToList();
        findings.Failures.AddRange(failed.Select(ship => new Failure(step, ship.Reason, ship.Ship.Value)));
        if (failed.Count == 0 && over.State != RolloutState.Succeeded)
        {
            findings.Failures.Add(new Failure(step, $"rollout {over.Id} was not carried to its end"));
        }

        var good = failed.Count == 0 && over.State == RolloutState.Succeeded;
        var took = time.GetElapsedTime(start);
        await log.EndAsync(good ? StepState.Done : StepState.Failed, $"{Words(over)} in {took.TotalSeconds:0.0} s ({over.Id})", cancellationToken);
        return good ? Math.Round(took.TotalSeconds, 3) : null;
    }

    private static string Words(Rollout rollout) => $"{rollout.Ships.Values.Count(ship => ship.Step == RolloutStep.Done)} of {rollout.Ships.Count} ships took it";
}
