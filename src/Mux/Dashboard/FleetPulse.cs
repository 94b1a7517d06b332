using Mux.Alerts;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary>
/// Tells open pages when there is something new to see. Ships report all the time: at most once a second one look at the snapshot decides, for all
/// watchers together, whether anything differs that a page shows.
/// </summary>
internal sealed class FleetPulse(FleetStore store, AlertKeeper alerts, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Ages on a page grow even when nothing happens.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TaskCompletionSource next = NewSignal();

    /// <summary>Completes at the next beat.</summary>
    public Task NextAsync(CancellationToken cancellationToken) => Volatile.Read(ref next).Task.WaitAsync(cancellationToken);

    /// <summary>What pages show of a snapshot, as one number: equal means that there is nothing new to see.</summary>
    internal static int Fingerprint(FleetSnapshot snapshot)
    {
        var ships = 0;
        foreach (var ship in snapshot.ShipList)
        {
            ships ^= Fingerprint(ship);
        }

        var rollouts = snapshot.Rollouts.Values.Aggregate(0, (sum, rollout) => sum ^ HashCode.Combine(rollout.Id, rollout.State, rollout.Ships, rollout.Answers, rollout.Terms, rollout.MovedTo));
        var plan = HashCode.Combine(snapshot.Goal, snapshot.GoalWhy, snapshot.DoorsOrder, snapshot.Sessions, snapshot.DoorsOpen, snapshot.Line, snapshot.Targets);
        return HashCode.Combine(ships, rollouts, plan, HashCode.Combine(snapshot.Attendees, snapshot.Hands, snapshot.Board, snapshot.Batches, snapshot.LookTrouble, snapshot.Rehearsals));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (seen, version) = (0, 0L);
        while (!stoppingToken.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            await ChangeOrPatienceAsync(version, stoppingToken);
            var snapshot = store.Snapshot;
            version = snapshot.Version;
            if (HashCode.Combine(Fingerprint(snapshot), alerts.Board.Version) is var now && (now != seen || time.GetElapsedTime(start) >= Longest))
            {
                seen = now;
                Interlocked.Exchange(ref next, NewSignal()).TrySetResult();
            }

            await Task.Delay(Shortest, time, stoppingToken);
        }
    }

    private async Task ChangeOrPatienceAsync(long version, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await store.WaitForChangeAsync(version, either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Nothing happened for a while.
        }
    }

    private static int Fingerprint(Ship ship)
    {
        var hash = new HashCode();
        hash.Add(ship.Id);
        hash.Add(ship.State);
        hash.Add(ship.Reason, StringComparer.Ordinal);
        hash.Add(ship.Attendee);
        hash.Add(ship.Quarantined);
        hash.Add(ship.Targets);
        hash.Add(ship.Tutorials);
        hash.Add(ship.Vitals.Link);
        hash.Add(ship.Vitals.Trouble, StringComparer.Ordinal);
        foreach (var tutorial in ship.Vitals.Tutorials)
        {
            hash.Add((tutorial.PullPercent, tutorial.Kernels));
        }

        return hash.ToHashCode();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
