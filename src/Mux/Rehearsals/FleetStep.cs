using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Rehearsals;

/// <summary>Waits until there is a free ship for every stand-in, and times it. The goal was set when the rehearsal began.</summary>
internal sealed class FleetStep(FleetStore store, CampDefinition camp, TimeProvider time)
{
    public const string Name = "fleet";

    /// <summary>A stop of all launches may pass by itself; not for ever.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(RehearsalLog log, Findings findings, CancellationToken cancellationToken)
    {
        var (rehearsal, start) = (log.Current, time.GetTimestamp());
        var before = Math.Min(rehearsal.Seats, log.Snapshot.Index.Free.Count);
        await log.BeginAsync(Name, $"{before} of {rehearsal.Seats} ships are free", cancellationToken);
        var all = false;
        try
        {
            all = await log.UntilAsync(snapshot => IsUp(snapshot, rehearsal) || IsStopped(snapshot, start), snapshot => Words(snapshot, rehearsal), Patience(rehearsal.Seats - before), cancellationToken) && IsUp(log.Snapshot, rehearsal);
        }
        finally
        {
            // Broken off, too: what has failed until then is what an organizer wants to know.
            Note(findings, LaunchFacts.Of(log.Snapshot, rehearsal, before), all && before < rehearsal.Seats ? time.GetElapsedTime(start) : null);
        }

        await log.EndAsync(all ? StepState.Done : StepState.Failed, Summary(findings.Launches, time.GetElapsedTime(start)), cancellationToken);
    }

    private void Note(Findings findings, LaunchFacts facts, TimeSpan? took)
    {
        findings.Launches = facts.Figures;
        findings.Failures.AddRange(facts.Failures);
        findings.Measures.Add(facts.Boots);
        findings.Measures.Add(Measures.Of(Measures.Fleet, took is { } all ? [all] : [], 1, Allowed(store.Snapshot)));
        findings.Full = FleetCost.Of(store.Snapshot, camp.Prices, time.GetUtcNow());
    }

    /// <summary>What the next session's warm-up allows for its whole fleet; null without a session.</summary>
    private TimeSpan? Allowed(FleetSnapshot snapshot) =>
        snapshot.Sessions.Next(time.GetUtcNow()) is { } next ? WarmUp.Lead(next, snapshot.Boots, camp.SessionGoals) : null;

    private TimeSpan Patience(int missing) => camp.Fleet.BootTimeout * (((missing + camp.Fleet.MaxBooting - 1) / camp.Fleet.MaxBooting) + 1);

    private bool IsStopped(FleetSnapshot snapshot, long start) => snapshot.Board.Stop is not null && time.GetElapsedTime(start) > StopPatience;

    private static bool IsUp(FleetSnapshot snapshot, Rehearsal rehearsal) => snapshot.Index.Free.Count >= rehearsal.Seats;

    private static string Words(FleetSnapshot snapshot, Rehearsal rehearsal)
    {
        var failed = LaunchFacts.Failed(snapshot, rehearsal);
        var free = Math.Min(rehearsal.Seats, snapshot.Index.Free.Count);
        return $"{free} of {rehearsal.Seats} ships are free, {snapshot.Count(ShipState.Booting)} boot, {snapshot.Count(ShipState.Pending)} wait for a machine{(failed.IsEmpty ? "" : $", {failed.Length} failed: {failed[^1].Cause}")}";
    }

    private static string Summary(LaunchFigures figures, TimeSpan took) =>
        $"{Math.Min(figures.Wanted, figures.Up)} of {figures.Wanted} ships are free after {took.TotalSeconds:0} s; {figures.Before} were before, {figures.Launched} were launched";
}
