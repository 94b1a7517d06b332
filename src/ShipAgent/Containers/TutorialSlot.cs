using Contracts.Control;

namespace ShipAgent.Containers;

/// <summary>
/// What the agent knows of one tutorial. Mutable, and touched by the reconciler's loop alone: work that runs beside it posts
/// what it found to that loop.
/// </summary>
internal sealed class TutorialSlot(string name, DateTimeOffset born)
{
    public string Name { get; } = name;

    public WantedTutorial? Wanted { get; set; }

    public IReadOnlyList<ContainerFact> Listed { get; set; } = [];

    /// <summary>Containers that are being removed right now.</summary>
    public HashSet<string> Retiring { get; } = [];

    public LaunchUnderWay? Launching { get; set; }

    public bool Repairing { get; set; }

    public string RepairReason { get; set; } = "";

    public LaunchFailure? Failure { get; set; }

    public RepairTally Repairs { get; set; } = RepairTally.None;

    public ServingContainer? Serving { get; set; }

    /// <summary>The serving Jupyter has answered at least once, and not gone missing since.</summary>
    public bool Healthy { get; set; }

    public bool HasBeenHealthy { get; set; }

    public int Misses { get; set; }

    public DateTimeOffset NextProbe { get; set; }

    public KernelActivity Activity { get; set; } = new();

    public IReadOnlyList<string> Conflicts { get; set; } = [];

    /// <summary>The last update was one of content alone.</summary>
    public bool ContentOnly { get; set; }

    public uint Restarts { get; set; }

    /// <summary>An agent that has just started tells the mux its address before it lets an older container go.</summary>
    public SwitchFact Switch { get; set; } = new(born, Reported: false);

    /// <summary>The first published state that tells of the switch; null until there is one.</summary>
    public long? SwitchVersion { get; set; }

    public TutorialView View => new(Wanted, [.. Listed.Where(container => !Retiring.Contains(container.Id))],
        Launching?.Hash, Repairing, Failure, Repairs, Misses, Switch);

    public bool IsEmpty => Wanted is null && Listed.Count == 0 && Launching is null && !Repairing;
}

internal sealed record LaunchUnderWay(string Hash, CancellationTokenSource Cancellation)
{
    public LaunchStep Step { get; set; } = new(Phase.Starting);
}
