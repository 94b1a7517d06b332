using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Preflight;

/// <summary>What a look at the provider's account found.</summary>
/// <param name="Ships">The size of fleet that was asked about.</param>
internal sealed record PreflightReport(DateTimeOffset At, string Provider, int Ships, ImmutableArray<PreflightCheck> Checks)
{
    public Verdict Verdict => Checks.IsEmpty ? Verdict.Unknown : Checks.Max(check => check.Verdict);

    /// <summary>Null when nothing forbids launching.</summary>
    public LaunchStop? Stop => Checks.FirstOrDefault(check => check.ForbidsLaunches) is { } check
        ? new LaunchStop(check.Code.Length > 0 ? check.Code : "Preflight", $"{check.Name}: wanted {check.Wanted}, there is {check.There}.", $"{check.Fix} Then restart the mux, or run 'mux fleet retry'.")
        : null;

    /// <summary>"Will the whole fleet fit?" in one sentence.</summary>
    public string Sentence => Checks.Count(check => check.Verdict == Verdict.Short) switch
    {
        0 when Verdict == Verdict.Ok => $"{Provider} has room for all {Ships} ships.",
        0 => $"Nothing is known to be short for {Ships} ships, but not everything could be found out.",
        1 => $"One thing is short for {Ships} ships.",
        var several => $"{several} things are short for {Ships} ships.",
    };
}
