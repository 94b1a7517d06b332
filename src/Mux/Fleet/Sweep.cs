using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What is to become of a machine that carries the camp's name.</summary>
internal enum SweepVerdict
{
    /// <summary>A ship's.</summary>
    Keep,

    /// <summary>An order whose answer is still out made it: the answer will say whose it is.</summary>
    Adopt,

    /// <summary>Nobody's, but so new that the store may not know it yet.</summary>
    Wait,

    /// <summary>Of another fleet whose camp has the same name: shown, and left alone.</summary>
    Foreign,

    /// <summary>Nobody's: taken down.</summary>
    Terminate,

    Gone,
}

/// <summary>Finds machines that nobody knows. They cost money for ever.</summary>
internal static class Sweep
{
    /// <summary>How old a machine that nobody knows must be. Who does not say when it was made is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The machines to take down now, at most <paramref name="cap"/>.</summary>
    public static ImmutableArray<Machine> Strays(FleetSnapshot snapshot, int cap, DateTimeOffset now)
    {
        var owners = Owners(snapshot);
        return [.. (snapshot.Look?.Machines ?? []).Where(machine => Judge(machine, owners, snapshot, now) == SweepVerdict.Terminate).OrderBy(machine => machine.LaunchedAt).Take(cap)];
    }

    public static ImmutableArray<(Machine Machine, SweepVerdict Verdict)> Judge(FleetSnapshot snapshot, DateTimeOffset now)
    {
        var owners = Owners(snapshot);
        return [.. (snapshot.Look?.Machines ?? []).Select(machine => (machine, Judge(machine, owners, snapshot, now)))];
    }

    // A launch may come to its end after its ship was given up and reclaimed: what it made is nobody's.
    private static SweepVerdict Judge(Machine machine, Dictionary<string, Ship> owners, FleetSnapshot snapshot, DateTimeOffset now) => machine switch
    {
        _ when machine.IsForeignTo(snapshot.Fleet) && !owners.ContainsKey(machine.ProviderId) => SweepVerdict.Foreign,
        { State: MachineState.Ending or MachineState.Gone } => SweepVerdict.Gone,
        _ when owners.GetValueOrDefault(machine.ProviderId) is { Reclaimed: false } => SweepVerdict.Keep,
        _ when owners.GetValueOrDefault(machine.ProviderId)?.MachineUntil is { } confirmed && snapshot.Look?.At <= confirmed => SweepVerdict.Gone, // the look is older than the provider's word that it is gone
        { Ship: { } ship } when snapshot.Ships.GetValueOrDefault(ship) is { Reclaimed: false, ProviderId: null } => SweepVerdict.Adopt,
        { Batch.Length: > 0 } when snapshot.Batches.ContainsKey(new BatchId(machine.Batch)) => SweepVerdict.Adopt,
        { LaunchedAt: { } since } when now - since < Patience => SweepVerdict.Wait,
        _ => SweepVerdict.Terminate,
    };

    private static Dictionary<string, Ship> Owners(FleetSnapshot snapshot)
    {
        var owners = new Dictionary<string, Ship>(StringComparer.Ordinal);
        foreach (var ship in snapshot.Ships.Values.Where(ship => ship.ProviderId is not null))
        {
            owners[ship.ProviderId!] = ship;
        }

        return owners;
    }
}
