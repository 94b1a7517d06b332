using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Compares ships with what the provider lists: a pure function of (snapshot with its look, how long the provider's list may lag, now).</summary>
internal static class MachinePlanner
{
    /// <summary>
    /// Ships whose machine is alive, or may be: one that was made lately and is not listed yet is not dead. Null when the provider cannot be asked.
    /// </summary>
    public static IReadOnlySet<ShipId>? Alive(FleetSnapshot snapshot, TimeSpan settling, DateTimeOffset now)
    {
        if (snapshot.Look is not { } look)
        {
            return null;
        }

        var alive = look.Machines.Where(machine => machine is { State: MachineState.Alive, Ship: not null } && !machine.IsForeignTo(snapshot.Fleet)).Select(machine => machine.Ship!.Value).ToHashSet();
        alive.UnionWith(snapshot.ShipList.Where(ship => ship.IsLive && MayLive(look.Find(ship.ProviderId), ship, settling, now)).Select(ship => ship.Id));
        return alive;
    }

    public static ImmutableArray<FleetAction> Decide(FleetSnapshot snapshot)
    {
        var actions = ImmutableArray.CreateBuilder<FleetAction>();
        foreach (var ship in snapshot.ShipList.Where(ship => ship.IsLive))
        {
            switch (snapshot.Look?.Find(ship.ProviderId))
            {
                case { State: MachineState.Ending or MachineState.Gone } dead:
                    actions.Add(new FleetAction.End(ship.Id, ship.State is ShipState.Booting ? TerminationCause.Failed : TerminationCause.Lost, Words(dead), Certain: true));
                    break;
                case { Block: { } block } machine when ship.Block != block:
                    actions.Add(new FleetAction.Learn(ship.Id, machine));
                    break;
            }
        }

        return actions.ToImmutable();
    }

    private static bool MayLive(Machine? machine, Ship ship, TimeSpan settling, DateTimeOffset now) =>
        machine is not null ? machine.State == MachineState.Alive : ship.MachineSince is { } since && now - since < settling;

    private static string Words(Machine dead) => dead.Reason.Length > 0 ? $"its machine ended: {dead.Reason}" : "its machine ended";
}
