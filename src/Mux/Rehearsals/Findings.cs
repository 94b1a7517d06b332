using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>What a rehearsal has found so far.</summary>
internal sealed class Findings(FleetCost before)
{
    public FleetCost Before { get; } = before;

    /// <summary>The bill with the whole fleet up.</summary>
    public FleetCost Full { get; set; } = before;

    public LaunchFigures Launches { get; set; } = new(0, 0, 0, 0);

    public DeployFigures Deploy { get; set; } = DeployFigures.NotTried("The rehearsal did not come so far.");

    public List<Failure> Failures { get; } = [];

    public List<Measure> Measures { get; } = [];

    public List<Headroom> Headroom { get; } = [];

    /// <summary>All but the verdict.</summary>
    public RehearsalReport ToReport(int seats, RehearsalCost? cost, ImmutableArray<string> leftovers) => new(Severity.Note, "", [])
    {
        Launches = Launches,
        Measures = [.. Measures],
        Failures = FailureCauses.Count(Failures, step => step == FailureSteps.Launch ? Launches.Launched : step == FailureSteps.Rehearsal ? 1 : seats),
        Deploy = Deploy,
        Cost = cost,
        Headroom = [.. Headroom],
        Leftovers = leftovers,
    };
}
