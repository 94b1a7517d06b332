using Mux.Pages;
using Mux.Preflight;

namespace Mux.Dashboard;

/// <summary>Whether the whole fleet would fit.</summary>
/// <param name="Summary">In one sentence.</param>
/// <param name="Looked">When; "never" before the first look.</param>
public sealed record PreflightPageModel(ShellModel Shell, string Summary, string Looked, IReadOnlyList<PreflightRow> Rows)
{
    internal static PreflightPageModel Of(ShellModel shell, PreflightReport? report, DateTimeOffset now) => new(
        shell,
        report?.Sentence ?? "Nobody has looked yet.",
        Wording.Ago(report?.At, now),
        [.. (report?.Checks ?? []).OrderByDescending(check => check.Verdict).Select(PreflightRow.Of)]);
}

/// <summary>One check in a line.</summary>
/// <param name="Fix">What to do, with the provider's word for what is wrong.</param>
public sealed record PreflightRow(string Name, Badge Verdict, string Wanted, string There, string Fix)
{
    internal static PreflightRow Of(PreflightCheck check) => new(
        check.Name,
        check.Verdict switch
        {
            Mux.Preflight.Verdict.Ok => new Badge("ok", Tone.Good),
            Mux.Preflight.Verdict.Short => new Badge("short", Tone.Bad),
            _ => new Badge("unknown", Tone.Warn),
        },
        check.Wanted,
        check.There.Length > 0 ? check.There : "–",
        check.Code.Length > 0 ? $"{check.Fix} ({check.Code})" : check.Fix);
}
