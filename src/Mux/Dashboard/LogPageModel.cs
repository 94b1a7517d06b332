using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary>Who did what, newest first, a page at a time.</summary>
/// <param name="Older">Address of the next page; empty on the last one.</param>
public sealed record LogPageModel(ShellModel Shell, IReadOnlyList<LogRow> Rows, string Older)
{
    public const int PageLength = 100;

    internal static LogPageModel Of(ShellModel shell, IReadOnlyList<AuditLine> lines) => new(
        shell,
        [.. lines.Select(line => new LogRow(line.Id, line.At, line.Actor, line.Action, line.Subject, line.Detail))],
        lines.Count == PageLength ? $"/log?before={lines[^1].Id}" : "");
}

/// <param name="Subject">What it was done to; a link where that has a page.</param>
public sealed record LogRow(long Id, DateTimeOffset At, string Actor, string Action, string Subject, string Detail)
{
    public string Link => Subject.StartsWith("s-", StringComparison.Ordinal) ? $"/ships/{Subject}" : Subject.StartsWith("r-", StringComparison.Ordinal) ? $"/rollouts/{Subject}" : "";
}
