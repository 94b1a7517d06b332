namespace Mux.ApiModel;

/// <summary>Body of <c>POST rehearsals</c>.</summary>
/// <param name="Seats">How many stand-ins: 1 to the camp's <c>max_ships</c>.</param>
/// <param name="Tutorial">Whose notebook they open, and whose image is changed; null: the camp's first.</param>
/// <param name="Image">To deploy and take back; null: the one that the tutorial ran before, if there was one.</param>
/// <param name="Minutes">After which it is broken off, 2 to 240; null: 30.</param>
/// <param name="Force">Even with people at work, or a session near.</param>
internal sealed record RehearsalRequest(int? Seats, string? Tutorial = null, string? Image = null, int? Minutes = null, bool? Force = null);

/// <summary>The day played through with stand-ins.</summary>
/// <param name="By">Who ordered it.</param>
/// <param name="Until">When it is broken off at the latest.</param>
/// <param name="State"><c>running</c>, <c>clearingUp</c>, <c>done</c>, <c>stopped</c> or <c>interrupted</c> (the mux ended in the middle).</param>
/// <param name="Steps">In order; those to come are not among them.</param>
/// <param name="Report">Null until it has ended.</param>
internal sealed record RehearsalInfo(
    string Id, int Seats, string Tutorial, string By, DateTimeOffset StartedAt, DateTimeOffset Until, DateTimeOffset? EndedAt, string State, IReadOnlyList<RehearsalStepInfo> Steps, RehearsalReportInfo? Report);

/// <param name="State"><c>running</c>, <c>done</c>, <c>failed</c> or <c>skipped</c>.</param>
/// <param name="Detail">How far it is, or what became of it.</param>
internal sealed record RehearsalStepInfo(string Name, string State, string Detail, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>What a rehearsal found.</summary>
/// <param name="Severity"><c>good</c>; <c>note</c>: well as far as it was tried; <c>warning</c>: works, but not as it should; <c>bad</c>: does not work.</param>
/// <param name="Verdict">"Would it work?" in a sentence or two.</param>
/// <param name="ToDo">What to do, the most important first.</param>
/// <param name="Failures">The most frequent first.</param>
/// <param name="Cost">Null where machines have no prices.</param>
/// <param name="Leftovers">What could not be put back; empty as it should be.</param>
internal sealed record RehearsalReportInfo(
    string Severity,
    string Verdict,
    IReadOnlyList<string> ToDo,
    RehearsalShipsInfo Ships,
    IReadOnlyList<RehearsalMeasureInfo> Measures,
    IReadOnlyList<RehearsalFailureInfo> Failures,
    RehearsalDeployInfo Deploy,
    RehearsalCostInfo? Cost,
    IReadOnlyList<RehearsalHeadroomInfo> Headroom,
    IReadOnlyList<string> Leftovers);

/// <param name="Wanted">One for each seat.</param>
/// <param name="Before">Free before it began: their boots are not measured.</param>
/// <param name="Launched">By the rehearsal, failed ones too.</param>
/// <param name="Up">Free in the end.</param>
internal sealed record RehearsalShipsInfo(int Wanted, int Before, int Launched, int Up);

/// <summary>Measured times, in seconds.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="Of">How many there should have been.</param>
/// <param name="P50">Null, as the other two, when none was measured.</param>
/// <param name="Target">That the 95th percentile shall not exceed; null: none.</param>
/// <param name="Missed">It did.</param>
internal sealed record RehearsalMeasureInfo(string Name, int Count, int Of, double? P50, double? P95, double? Last, double? Target, bool Missed);

/// <param name="Step">Where, in a word or two.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Ships">Some of them.</param>
internal sealed record RehearsalFailureInfo(string Step, string Cause, int Count, int Of, IReadOnlyList<string> Ships);

/// <param name="Skipped">Why no image was changed; empty when one was.</param>
/// <param name="DeploySeconds">Null when not every ship took it.</param>
/// <param name="RollbackSeconds">Null likewise.</param>
internal sealed record RehearsalDeployInfo(string Skipped, string Tutorial, string Image, double? DeploySeconds, double? RollbackSeconds);

/// <summary>Dollars.</summary>
/// <param name="PerHour">Of the whole fleet.</param>
/// <param name="Day">The sessions of the next day that has some; null without any.</param>
/// <param name="SoFar">Since the camp began.</param>
internal sealed record RehearsalCostInfo(decimal Rehearsal, decimal PerHour, decimal? Day, decimal SoFar);

/// <param name="Short">Less than it takes.</param>
/// <param name="Fix">What to do; empty when nothing is.</param>
internal sealed record RehearsalHeadroomInfo(string Name, bool Short, string Wanted, string There, string Fix);
