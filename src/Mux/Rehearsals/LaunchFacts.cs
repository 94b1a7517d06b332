using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>What became of the ships that a rehearsal wanted, in the fleet's own words. A pure function of a snapshot.</summary>
internal sealed record LaunchFacts(LaunchFigures Figures, Measure Boots, ImmutableArray<Failure> Failures)
{
    /// <param name="before">Free ships before the first launch.</param>
    public static LaunchFacts Of(FleetSnapshot snapshot, Rehearsal rehearsal, int before)
    {
        var launched = snapshot.ShipList.Where(ship => ship.CreatedAt >= rehearsal.StartedAt).OrderBy(ship => ship.CreatedAt).ToList();
        var boots = launched.Where(ship => ship.FirstAvailableAt is not null).Select(ship => ship.FirstAvailableAt!.Value - ship.CreatedAt).ToList();
        var failures = launched.Select(ship => Why(ship) is { } why ? new Failure(FailureSteps.Launch, why, ship.Id.Value) : null).OfType<Failure>();
        return new LaunchFacts(
            new LaunchFigures(rehearsal.Seats, before, launched.Count, snapshot.Index.Free.Count),
            Measures.Of(Measures.Boot, boots, launched.Count),
            [.. failures, .. Stopped(snapshot)]);
    }

    /// <summary>Launches that have failed for good so far, in order.</summary>
    public static ImmutableArray<Failure> Failed(FleetSnapshot snapshot, Rehearsal rehearsal) =>
    [
        .. snapshot.ShipList.Where(ship => ship.CreatedAt >= rehearsal.StartedAt && ship.State == ShipState.Terminated).OrderBy(ship => ship.StateSince)
            .Select(ship => Why(ship) is { } why ? new Failure(FailureSteps.Launch, why, ship.Id.Value) : null).OfType<Failure>(),
    ];

    // One that was taken down as too many, or by hand, has not failed.
    private static string? Why(Ship ship) => ship switch
    {
        { Quarantined: true } => $"quarantined: {ship.Reason}",
        { State: ShipState.Terminated, Cause: TerminationCause.LaunchRefused or TerminationCause.BootTimeout or TerminationCause.Failed or TerminationCause.Lost } => Words(ship),
        { State: ShipState.Pending } => "still waits for the provider to make its machine",
        { State: ShipState.Booting } => Words(ship) is { Length: > 0 } why ? $"still booting: {why}" : "still booting",
        _ => null,
    };

    private static string Words(Ship ship) => ship.Reason.Length > 0 ? ship.Reason
        : ship.Tutorials.Values.FirstOrDefault(tutorial => tutorial.Reason.Length > 0) is { } tutorial ? $"{tutorial.Name}: {tutorial.Reason}"
        : ship.Vitals.Trouble;

    private static IEnumerable<Failure> Stopped(FleetSnapshot snapshot) =>
        snapshot.Board.Stop is { } stop ? [new Failure(FailureSteps.Launch, $"nothing is launched ({stop.Code}): {stop.Why} {stop.Fix}")]
        : snapshot.Board.Pauses.Select(pause => new Failure(FailureSteps.Launch, $"{pause.Key} has no room: {pause.Value.Reason}"));
}
