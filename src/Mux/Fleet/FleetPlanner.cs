using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What the planner must know besides the snapshot.</summary>
/// <param name="MaxBooting">Ships that may boot at the same time.</param>
internal sealed record FleetGoals(int MaxBooting, TimeSpan BootTimeout, TimeSpan LostAfter, ImmutableArray<string> Tutorials);

/// <summary>Something to be done about the fleet.</summary>
internal abstract record FleetAction
{
    /// <summary>New ships shall be.</summary>
    internal sealed record Plan(int Count) : FleetAction;

    /// <summary>An order for the machines of these ships shall be written down.</summary>
    internal sealed record Gather(ImmutableArray<ShipId> Ships, string Placement) : FleetAction;

    /// <summary>The provider shall be given the order (again, if it is not known what came of it).</summary>
    internal sealed record Launch(BatchId Batch) : FleetAction;

    /// <summary>The provider says by now where the ship's machine is.</summary>
    internal sealed record Learn(ShipId Ship, Machine Machine) : FleetAction;

    /// <param name="Certain">See <see cref="ShipEvent.Ended"/>.</param>
    internal sealed record End(ShipId Ship, TerminationCause Cause, string Reason, bool Certain = false) : FleetAction;

    /// <summary>The provider shall take the machine of an ended ship down.</summary>
    internal sealed record Reclaim(ShipId Ship, bool KeepHomes) : FleetAction;

    /// <summary>The mux shall look through the data path itself.</summary>
    internal sealed record Probe(ShipId Ship) : FleetAction;

    internal sealed record Forget(ShipId Ship) : FleetAction;
}

/// <summary>Decides what is to be done about the fleet: a pure function of (snapshot, goals, machines that the provider sees alive, now).</summary>
internal static class FleetPlanner
{
    private const int ProbesUntilDead = 3;
    private static readonly TimeSpan KeepEnded = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <param name="alive">Null when the provider could not be asked: then nothing is given up as lost on its word.</param>
    public static ImmutableArray<FleetAction> Decide(FleetSnapshot snapshot, FleetGoals goals, IReadOnlySet<ShipId>? alive, DateTimeOffset now)
    {
        var actions = ImmutableArray.CreateBuilder<FleetAction>();
        var leaving = Interruptions.Leaving(snapshot, now);
        actions.AddRange(leaving.Select(ship => new FleetAction.End(ship, TerminationCause.Lost, "the cloud takes the machine back", Certain: true)));
        foreach (var ship in snapshot.ShipList.Where(ship => !leaving.Contains(ship.Id)))
        {
            if (Look(ship, snapshot, goals, alive, now) is { } action)
            {
                actions.Add(action);
            }
        }

        var ending = actions.OfType<FleetAction.End>().Select(end => end.Ship).ToHashSet();
        actions.AddRange(Size(snapshot, goals, ending, now));
        return actions.ToImmutable();
    }

    private static FleetAction? Look(Ship ship, FleetSnapshot snapshot, FleetGoals goals, IReadOnlySet<ShipId>? alive, DateTimeOffset now) => ship switch
    {
        { State: ShipState.Terminated, Reclaimed: false } => snapshot.IsOrdered(ship) ? null : new FleetAction.Reclaim(ship.Id, KeepHomes: snapshot.HoldsWork(ship)),
        { State: ShipState.Terminated } => now - ship.StateSince > KeepEnded ? new FleetAction.Forget(ship.Id) : null,
        { Leaving: { } leaving } when ship.Vitals.CopiedGeneration >= leaving.Generation || now >= leaving.Until => new FleetAction.End(ship.Id, leaving.Cause, leaving.Reason, Certain: true),
        _ when Lost(ship, goals, alive, now) is { } lost => new FleetAction.End(ship.Id, TerminationCause.Lost, lost),
        { State: ShipState.Booting } when now - ship.StateSince > goals.BootTimeout => new FleetAction.End(ship.Id, TerminationCause.BootTimeout, BootReason(ship, goals)),
        { Vitals.ProbedAt: { } last } when now >= last && now - last < ProbeEvery => null, // one of the future comes of a clock that was set back
        { State: ShipState.Booting } when ship.IsReadyAsReported(snapshot.Camp) && ship.Vitals.Link == ShipLink.Connected => new FleetAction.Probe(ship.Id),
        { Vitals.Link: not ShipLink.Connected, State: not ShipState.Pending } => new FleetAction.Probe(ship.Id),
        _ => null,
    };

    // A lost stream alone is not death. With the data path dead as well, the provider's word is enough; without it, patience is.
    private static string? Lost(Ship ship, FleetGoals goals, IReadOnlySet<ShipId>? alive, DateTimeOffset now)
    {
        if (ship.Vitals is not { Link: not ShipLink.Connected, LinkSince: { } since } || ship.Vitals.ProbeFailures < ProbesUntilDead)
        {
            return null;
        }

        var away = now - since;
        return alive?.Contains(ship.Id) == false && away > goals.LostAfter ? "the machine is gone"
            : away > 4 * goals.LostAfter ? "the machine has not answered on any path"
            : null;
    }

    private static string BootReason(Ship ship, FleetGoals goals)
    {
        var said = ship.Tutorials.Values.FirstOrDefault(tutorial => tutorial.Reason.Length > 0);
        var detail = said is not null ? $"{said.Name}: {said.Reason}"
            : ship.Vitals.Trouble.Length > 0 ? ship.Vitals.Trouble
            : ship.BootEpoch == 0 ? "its agent never called" : "its tutorials did not become healthy";
        return $"not available within {goals.BootTimeout.TotalSeconds:0} s: {detail}";
    }

    private static IEnumerable<FleetAction> Size(FleetSnapshot snapshot, FleetGoals goals, HashSet<ShipId> ending, DateTimeOffset now)
    {
        var live = snapshot.ShipList.Where(ship => ship is { IsLive: true, Quarantined: false, Leaving: null, Vitals.InterruptedAt: null } && !ending.Contains(ship.Id)).ToList();
        if (live.Count > snapshot.Goal)
        {
            return live.Where(ship => ship.Attendee is null)
                .OrderBy(ship => ship.State).ThenByDescending(ship => ship.CreatedAt).ThenBy(ship => ship.Id.Value, StringComparer.Ordinal)
                .Take(live.Count - snapshot.Goal)
                .Select(ship => new FleetAction.End(ship.Id, TerminationCause.ScaledIn, "the organizer wants fewer ships"));
        }

        var booting = live.Count(ship => ship.State is ShipState.Pending or ShipState.Booting);
        var wanted = Math.Min(snapshot.Goal - live.Count, goals.MaxBooting - booting);
        return wanted > 0 && goals.Tutorials.All(snapshot.Targets.ContainsKey) && now >= NextLaunch(snapshot, now) ? [new FleetAction.Plan(wanted)] : [];
    }

    // After boots that failed and none that succeeded since, wait longer each time: a bad image must not burn machines.
    private static DateTimeOffset NextLaunch(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var lastGood = snapshot.ShipList.Where(ship => ship.State is ShipState.Available or ShipState.Running).Select(ship => ship.StateSince).DefaultIfEmpty().Max();
        var failures = snapshot.ShipList
            .Where(ship => ship.Cause is TerminationCause.LaunchRefused or TerminationCause.BootTimeout or TerminationCause.Failed && ship.StateSince > lastGood && now - ship.StateSince < FailureWindow)
            .Select(ship => ship.StateSince).ToList();
        var pause = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(failures.Count, 10) - 1));
        return failures.Count == 0 ? now : failures.Max() + (pause < LongestPause ? pause : LongestPause);
    }
}
