namespace Mux.ApiModel;

/// <summary>Whether all of the camp's <c>max_ships</c> would fit.</summary>
/// <param name="At">When it was looked.</param>
/// <param name="Verdict">The worst of all checks: <c>ok</c>, <c>unknown</c> or <c>short</c>.</param>
internal sealed record PreflightInfo(DateTimeOffset At, string Provider, int Ships, string Verdict, string Summary, IReadOnlyList<PreflightCheckInfo> Checks);

/// <summary>One thing that the whole fleet needs.</summary>
/// <param name="Wanted">The number that is wanted, with its unit.</param>
/// <param name="There">The number that there is; empty when it is not known.</param>
/// <param name="Fix">What to do; empty when there is nothing to do.</param>
/// <param name="Code">The provider's own word for what is wrong; empty when it has none.</param>
/// <param name="ForbidsLaunches">Every launch would fail for it: none is tried.</param>
internal sealed record PreflightCheckInfo(string Name, string Verdict, string Wanted, string There, string Fix, string Code, bool ForbidsLaunches);
