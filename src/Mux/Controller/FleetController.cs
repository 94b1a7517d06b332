using System.Collections.Immutable;
using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Providers;
using Mux.Store;

namespace Mux.Controller;

/// <summary>The reconcile loop: snapshot → plan → provider → outcome. Wakes on changes and on a clock, recomputes everything.</summary>
internal sealed partial class FleetController(
    FleetStore store, IShipProvider provider, MachineWatch watch, FleetEffects effects, ReclaimEffects reclaims, EffectRunner runner, SessionKeeper sessions, CampDefinition camp, MuxMetrics metrics,
    TimeProvider time, ILogger<FleetController> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly FleetGoals goals = new(camp.Fleet.MaxBooting, camp.Fleet.BootTimeout, camp.Fleet.LostAfter, [.. camp.Tutorials.Select(tutorial => tutorial.Name)]);
    private readonly RolloutPolicy policy = RolloutPolicies.Of(camp);

    private long? sweptAt; // by the clock that nobody sets
    private MachineLook? swept;

    /// <summary>Looks at everything once and starts what is to be done.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        // Asking a provider may be slow or rationed; changes of ours are in the snapshot anyway.
        if (watch.IsDue)
        {
            runner.Start("look", () => watch.LookAsync(cancellationToken));
        }

        await sessions.PassAsync(cancellationToken);
        // In this order: an effect that ends after the snapshot was taken would be decided once more by a snapshot that knows nothing of it.
        var underWay = runner.UnderWay;
        var snapshot = store.Snapshot;
        var actions = Decide(snapshot, time.GetUtcNow());
        foreach (var action in actions.Where(action => action is not FleetAction.Reclaim))
        {
            Start(KeyOf(action), () => effects.RunAsync(action, cancellationToken));
        }

        foreach (var together in actions.OfType<FleetAction.Reclaim>().Chunk(provider.Traits.Launch.MaxBatch))
        {
            Start(KeyOf(together[0]), () => reclaims.ReclaimAsync([.. together], cancellationToken));
        }

        StartSweep(snapshot, time.GetUtcNow(), cancellationToken);
        foreach (var rollout in snapshot.Rollouts.Values.Where(rollout => rollout.IsOpen))
        {
            runner.Start($"rollout {rollout.Id}", () => AdvanceAsync(rollout.Id, cancellationToken)); // judges anew when it writes
        }

        void Start(string key, Func<Task> effect)
        {
            if (!underWay.Contains(key))
            {
                runner.Start(key, effect);
            }
        }
    }

    private ImmutableArray<FleetAction> Decide(FleetSnapshot snapshot, DateTimeOffset now) =>
    [
        .. FleetPlanner.Decide(snapshot, goals, MachinePlanner.Alive(snapshot, provider.Traits.Settling, now), now),
        .. MachinePlanner.Decide(snapshot),
        .. LaunchPlanner.Decide(snapshot, provider.Traits.Launch, now),
    ];

    private void StartSweep(FleetSnapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var traits = provider.Traits;
        if ((sweptAt is { } last && time.GetElapsedTime(last) < traits.SweepEvery) || ReferenceEquals(swept, snapshot.Look))
        {
            return;
        }

        swept = snapshot.Look;
        if (Sweep.Strays(snapshot, traits.SweepCap, now) is { IsEmpty: false } strays)
        {
            sweptAt = time.GetTimestamp();
            runner.Start(nameof(Sweep), () => reclaims.SweepAsync(strays, cancellationToken));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var version = store.Snapshot.Version;
            try
            {
                await PassAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the loop must outlive whatever one pass meets
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogPassFailed(logger, exception);
            }

            await WaitAsync(version, stoppingToken);
        }
    }

    private async Task AdvanceAsync(RolloutId id, CancellationToken cancellationToken)
    {
        var state = await store.ChangeAsync(draft => Advance(draft, id), cancellationToken);
        if (state is RolloutState.Succeeded or RolloutState.Halted)
        {
            metrics.RolloutEnded(state.ToString().ToLowerInvariant());
        }
    }

    private RolloutState Advance(StoreDraft draft, RolloutId id)
    {
        var rollout = draft.Snapshot.Rollouts[id];
        if (!rollout.IsOpen)
        {
            return rollout.State; // taken back since the pass looked
        }

        var decision = RolloutPlanner.Decide(rollout, draft.Snapshot, policy, draft.Now);
        foreach (var (ship, target) in decision.Retargets)
        {
            draft.Apply(ship, new ShipEvent.Retargeted(target));
        }

        foreach (var ship in decision.Prefetches)
        {
            draft.Apply(ship, new ShipEvent.Prefetching(rollout.Tutorial, rollout.Image));
        }

        if (!ReferenceEquals(decision.Next, rollout))
        {
            draft.Put(decision.Next);
        }

        if (decision.Next.State != rollout.State)
        {
            draft.Audit(new AuditEntry("mux", $"rollout {decision.Next.State}".ToLowerInvariant(), rollout.Tutorial, $"{id}: {rollout.Image}"));
        }

        if (decision.Next.State == RolloutState.Succeeded)
        {
            draft.PutTarget(new TutorialTarget(rollout.Tutorial, rollout.Image, null));
        }

        return decision.Next.State;
    }

    private async Task WaitAsync(long version, CancellationToken cancellationToken)
    {
        try
        {
            // Reports pour in while a fleet boots: never more than ten passes a second.
            await Task.Delay(ShortestPause, time, cancellationToken);
            using var timeout = new CancellationTokenSource(Period, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await store.WaitForChangeAsync(version, either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time for a pass, or to stop: the loop's condition knows which.
        }
    }

    private static string KeyOf(FleetAction action) => action switch
    {
        FleetAction.Gather order => $"{nameof(FleetAction.Gather)} {order.Ships[0]}",
        FleetAction.Launch launch => $"{nameof(FleetAction.Launch)} {launch.Batch}",
        FleetAction.Learn learn => $"{nameof(FleetAction.Learn)} {learn.Ship}",
        FleetAction.End end => $"{nameof(FleetAction.End)} {end.Ship}",
        FleetAction.Probe probe => $"{nameof(FleetAction.Probe)} {probe.Ship}",
        FleetAction.Reclaim order => $"{nameof(FleetAction.Reclaim)} {order.Ship}",
        FleetAction.Forget forget => $"{nameof(FleetAction.Forget)} {forget.Ship}",
        _ => action.GetType().Name,
    };

    [LoggerMessage(LogLevel.Error, "a pass of the controller failed; going on")]
    private static partial void LogPassFailed(ILogger logger, Exception exception);
}
