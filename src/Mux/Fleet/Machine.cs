using System.Collections.Immutable;
using System.Net;

namespace Mux.Fleet;

/// <summary>How a machine stands, in its provider's eyes.</summary>
internal enum MachineState
{
    Alive,

    /// <summary>It does not run, and may again: stopped, or without power.</summary>
    Down,

    /// <summary>It will never run again, but is not gone yet.</summary>
    Ending,

    /// <summary>Gone for certain; its provider may list it for a while.</summary>
    Gone,
}

/// <summary>A machine as its provider sees it. It carries this camp's name, whether or not the store knows it.</summary>
internal sealed record Machine(string ProviderId, MachineState State)
{
    /// <summary>The ship that it was made for; null when the provider does not know.</summary>
    public ShipId? Ship { get; init; }

    /// <summary>The fleet that it says it belongs to; empty when it says none. Null where a provider knows machines of one fleet alone.</summary>
    public string? Fleet { get; init; }

    /// <summary>The launch that made it; empty when the provider does not know.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Addresses that are the machine's and no other's; null until the provider says.</summary>
    public IPNetwork? Block { get; init; }

    /// <summary>As in the price list; empty where machines cost nothing.</summary>
    public string Type { get; init; } = "";

    /// <summary>Why it ends, in the provider's words; empty while it does not.</summary>
    public string Reason { get; init; } = "";

    public DateTimeOffset? LaunchedAt { get; init; }

    /// <summary>Of another camp that has the same name: never touched.</summary>
    public bool IsForeignTo(FleetId fleet) => Fleet is { } mark && mark != fleet.Value;
}

/// <summary>All machines of the camp at one moment.</summary>
/// <param name="At">When the provider was asked, not when it answered.</param>
internal sealed record MachineLook(DateTimeOffset At, ImmutableArray<Machine> Machines)
{
    private readonly Dictionary<string, Machine> byId = Machines.DistinctBy(machine => machine.ProviderId).ToDictionary(machine => machine.ProviderId, StringComparer.Ordinal);

    /// <summary>Null when the provider did not list it, which does not mean that there is none.</summary>
    public Machine? Find(string? providerId) => providerId is null ? null : byId.GetValueOrDefault(providerId);
}
