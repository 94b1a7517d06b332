using Mux.Camp;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>Waits until there is a free ship for every stand-in, and times it. The goal was set when the rehearsal began.</summary>
internal sealed class FleetStep(CampDefinition camp, TimeProvider time)
{
    public const string Name = "fleet";

    /// <summary>A stop of all launches may pass by itself; not for ever.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(RehearsalLog log, Findings findings, CancellationToken cancellationToken)
    {
        var (rehearsal, start) = (log.Current, time.GetTimestamp());
        var before = Math.Min(rehearsal.Seats, log.Snapshot.Index.Free.Count);
        await log.BeginAsync(Name, $"{before} of {rehearsal.Seats} ships are free", cancellationToken);
        var all = await log.UntilAsync(snapshot => snapshot.Index.Free.Count >= rehearsal.Seats || IsStopped(snapshot, start), snapshot => Words(snapshot, rehearsal), Patience(rehearsal.Seats - before), cancellationToken)
            && log.Snapshot.Index.Free.Count >= rehearsal.Seats;
        var took = time.GetElapsedTime(start);

        var snapshot = log.Snapshot;
        var facts = LaunchFacts.Of(snapshot, rehearsal, before);
        findings.Launches = facts.Figures;
        findings.Failures.AddRange(facts.Failures);
        findings.Measures.Add(facts.Boots);
        findings.Measures.Add(Measures.Of(Measures.Fleet, all && before < rehearsal.Seats ? [took] : [], 1, Allowed(snapshot)));
        findings.Full = FleetCost.Of(snapshot, camp.Prices, time.GetUtcNow());
        await log.EndAsync(all ? StepState.Done : StepState.Failed, Summary(facts, took), cancellationToken);
    }

    /// <summary>What the next session's warm-up allows for its whole fleet; null without a session.</summary>
    private TimeSpan? Allowed(FleetSnapshot snapshot) =>
        snapshot.Sessions.Next(time.GetUtcNow()) is { } next ? WarmUp.Lead(next, snapshot.Boots, camp.SessionGoals) : null;

    private TimeSpan Patience(int missing) => camp.Fleet.BootTimeout * (((missing + camp.Fleet.MaxBooting - 1) / camp.Fleet.MaxBooting) + 1);

    private bool IsStopped(FleetSnapshot snapshot, long start) => snapshot.Board.Stop is not null && time.GetElapsedTime(start) > StopPatience;

    private static string Words(FleetSnapshot snapshot, Rehearsal rehearsal) =>
        $"{Math.Min(rehearsal.Seats, snapshot.Index.Free.Count)} of {rehearsal.Seats} ships are free, {snapshot.Count(ShipState.Booting)} boot, {snapshot.Count(ShipState.Pending)} wait for a machine";

    private static string Summary(LaunchFacts facts, TimeSpan took) =>
        $"{Math.Min(facts.Figures.Wanted, facts.Figures.Up)} of {facts.Figures.Wanted} ships are free after {took.TotalSeconds:0} s; {facts.Figures.Before} were before, {facts.Figures.Launched} were launched";
}
