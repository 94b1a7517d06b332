namespace Mux.Fleet;

/// <summary>What keeps ships from being launched, and machines from going, for the organizer.</summary>
internal static class MachineConcerns
{
    private static readonly TimeSpan LongGoodbye = TimeSpan.FromMinutes(10);

    public static IEnumerable<Concern> Of(FleetSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.Board.Stop is { } stop)
        {
            yield return new Concern(Severity.Bad, $"No ship is launched: {stop.Code}: {stop.Why} {stop.Fix}");
        }

        if (snapshot.LookTrouble.Length > 0)
        {
            yield return new Concern(Severity.Warning, $"The provider cannot be asked for its machines: {snapshot.LookTrouble}");
        }

        if (snapshot.Look?.Machines.Count(machine => machine.State != MachineState.Gone && machine.IsForeignTo(snapshot.Fleet)) is > 0 and var foreign)
        {
            yield return new Concern(Severity.Warning, $"{foreign} {(foreign == 1 ? "machine carries" : "machines carry")} this camp's name but another fleet's id, and {(foreign == 1 ? "is" : "are")} left alone: 'mux fleet sweep --dry-run' lists what there is. Is another camp of this account called {snapshot.Camp} too?");
        }

        if (Unsure(snapshot) is { } unsure)
        {
            yield return unsure;
        }

        if (Shortfall(snapshot, now) is { } shortfall)
        {
            yield return shortfall;
        }

        if (snapshot.Ships.Values.Count(ship => ship is { State: ShipState.Terminated, Reclaimed: false } && now - ship.StateSince > LongGoodbye) is > 0 and var left)
        {
            yield return new Concern(Severity.Warning, $"{left} ended {(left == 1 ? "ship's machine is" : "ships' machines are")} still there after {LongGoodbye.TotalMinutes:0} minutes, and may cost money: the mux's log says why");
        }
    }

    private static Concern? Unsure(FleetSnapshot snapshot)
    {
        var open = snapshot.Batches.Values.Where(batch => batch.Asked > 0).ToList();
        var ships = open.Sum(batch => batch.Ships.Length);
        return ships == 0 ? null : new Concern(
            open.Exists(batch => batch.Asked > 2) ? Severity.Bad : Severity.Warning,
            $"The launch of {ships} {(ships == 1 ? "ship" : "ships")} has no answer yet and is asked for again: {open.MaxBy(batch => batch.Asked)!.Trouble}");
    }

    private static Concern? Shortfall(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var missing = snapshot.Ships.Values.Count(ship => LaunchPlanner.NeedsMachine(ship, snapshot));
        if (missing == 0 || snapshot.Board is not { Pauses.IsEmpty: false, Stop: null } board)
        {
            return null;
        }

        var live = snapshot.Ships.Values.Count(ship => ship.IsLive);
        var again = board.Pauses.Values.Min(pause => pause.Until) - now;
        return new Concern(
            Severity.Bad,
            $"{missing} of {live} ships have no machine: {string.Join("; ", board.Pauses.Values.Select(pause => pause.Reason))}. Tried again {(again > TimeSpan.Zero ? $"in {again.TotalSeconds:0} s" : "now")}");
    }
}
