using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What a rehearsal found. Kept as it was written: rules that change later do not change it.</summary>
/// <param name="Severity">Good: the day may come. Note: well as far as it was tried. Warning: works, but not as it should. Bad: it does not work.</param>
/// <param name="Verdict">"Would it work?" in a sentence or two.</param>
/// <param name="ToDo">What to do about it, the most important first.</param>
internal sealed record RehearsalReport(Severity Severity, string Verdict, ImmutableArray<string> ToDo)
{
    public LaunchFigures Launches { get; init; } = new(0, 0, 0, 0);

    public ImmutableArray<Measure> Measures { get; init; } = [];

    /// <summary>The most frequent first.</summary>
    public ImmutableArray<FailureCause> Failures { get; init; } = [];

    public DeployFigures Deploy { get; init; } = DeployFigures.NotTried("The rehearsal did not come so far.");

    /// <summary>Null where machines have no prices.</summary>
    public RehearsalCost? Cost { get; init; }

    public ImmutableArray<Headroom> Headroom { get; init; } = [];

    /// <summary>What could not be put back, and what to do about it; empty as it should be.</summary>
    public ImmutableArray<string> Leftovers { get; init; } = [];
}

/// <summary>The ships of a rehearsal.</summary>
/// <param name="Wanted">One for each stand-in.</param>
/// <param name="Before">That were free before it began: their boots are not measured.</param>
/// <param name="Launched">By the rehearsal, failed ones too.</param>
/// <param name="Up">That were free in the end.</param>
internal sealed record LaunchFigures(int Wanted, int Before, int Launched, int Up);

/// <summary>Times of one kind, in seconds; the percentiles are measured times, none in between.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="Of">How many there should have been.</param>
/// <param name="Target">That the 95th percentile shall not exceed; null: none.</param>
internal sealed record Measure(string Name, int Count, int Of, double? P50, double? P95, double? Last, double? Target)
{
    public bool IsMissed => P95 > Target;
}

/// <summary>Ships or stand-ins that failed for the same reason.</summary>
/// <param name="Step">Where, in a word or two.</param>
/// <param name="Cause">In the words of whoever noticed.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Ships">Some of them, to look at.</param>
internal sealed record FailureCause(string Step, string Cause, int Count, int Of, ImmutableArray<string> Ships);

/// <summary>The change of an image and back.</summary>
/// <param name="Skipped">Why it was not tried, and how to have it tried; empty when it was.</param>
/// <param name="DeploySeconds">Null when it was not tried, or did not reach every ship.</param>
internal sealed record DeployFigures(string Skipped, string Tutorial, string Image, double? DeploySeconds, double? RollbackSeconds)
{
    public bool WasTried => Skipped.Length == 0;

    public static DeployFigures NotTried(string why) => new(why, "", "", null, null);
}

/// <summary>In dollars, at the camp's own prices.</summary>
/// <param name="Rehearsal">From its beginning until its machines were gone.</param>
/// <param name="PerHour">Of the whole fleet while it was up.</param>
/// <param name="Day">The sessions of the next day that has some, warm-up included; null when there are none.</param>
/// <param name="SoFar">Since the camp began.</param>
internal sealed record RehearsalCost(decimal Rehearsal, decimal PerHour, decimal? Day, decimal SoFar);

/// <summary>How much room there is for the fleet.</summary>
/// <param name="IsShort">Less than it takes.</param>
/// <param name="Fix">What to do; empty when nothing is.</param>
internal sealed record Headroom(string Name, bool IsShort, string Wanted, string There, string Fix);
