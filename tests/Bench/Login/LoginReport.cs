using System.Globalization;
using System.Text;

namespace Bench.Login;

/// <summary>The figures of the logins as Markdown.</summary>
internal static class LoginReport
{
    public static string Write(CampFigures camp, LoginFigures? hub)
    {
        var text = new StringBuilder();
        Logins(text, camp.Logins, hub);
        Own(text, camp);
        Steps(text, "the mux", camp.Logins);
        if (hub is not null)
        {
            Steps(text, "JupyterHub", hub);
        }

        Memory(text, camp);
        Failures(text, camp.Logins.Failures.Concat(hub?.Failures ?? []));
        return text.ToString();
    }

    private static void Logins(StringBuilder text, LoginFigures mux, LoginFigures? hub)
    {
        var targets = new (string What, Func<LoginFigures, string> Value, string Target)[]
        {
            ("login → first notebook's page, p50 / p95 / p99", figures => Three(figures.Pages), "p95 < 500 ms"),
            ("login → first cell's result, p50 / p95 / p99", figures => Three(figures.Results), "p95 < 2000 ms"),
            ("one attendee alone, page: median (highest)", figures => $"{Ms(figures.AlonePages.Median)} ({Ms(figures.AlonePages.Highest)})", "< 300 ms"),
            ("one attendee alone, result: median (highest)", figures => $"{Ms(figures.AloneResults.Median)} ({Ms(figures.AloneResults.Highest)})", "–"),
            ("attendees who got to their result", figures => $"{figures.Good.Count()} of {figures.Crowd.Length}", "all"),
            ("busy share of all cores just before", figures => string.Create(CultureInfo.InvariantCulture, $"{figures.BusyBefore:0} %"), "–"),
        };
        Line(text, $"| {mux.Crowd.Length} attendees at once, ms | the mux | JupyterHub | target for the mux |");
        Line(text, "|---|---|---|---|");
        foreach (var (what, value, target) in targets)
        {
            Line(text, $"| {what} | {value(mux)} | {(hub is null ? "not run" : value(hub))} | {target} |");
        }

        Line(text, "");
    }

    private static void Own(StringBuilder text, CampFigures camp)
    {
        var direct = new Distribution(camp.Direct.Where(visit => visit.Failure.Length == 0).Select(visit => visit.Page));
        Line(text, "| of that, ms | p50 / p95 / p99 | target |");
        Line(text, "|---|---|---|");
        Line(text, $"| the mux's own share of login → page | {Three(new Distribution(camp.Shares.Select(share => share.Mux)))} | p99 < 100 ms |");
        Line(text, $"| Jupyter's share | {Three(new Distribution(camp.Shares.Select(share => share.Ship)))} | – |");
        Line(text, $"| the load generator's share | {Three(new Distribution(camp.Shares.Select(share => share.Browser)))} | – |");
        Line(text, $"| the same pages from the ships themselves, all at once, without the mux | {Three(direct)} | – |");
        Line(text, "");
    }

    private static void Steps(StringBuilder text, string system, LoginFigures figures)
    {
        Line(text, $"| steps at {system}, ms | p50 / p95 / p99 |");
        Line(text, "|---|---|");
        foreach (var step in figures.Good.FirstOrDefault()?.Steps.Keys.ToArray() ?? [])
        {
            Line(text, $"| {step} | {Three(figures.Step(step))} |");
        }

        Line(text, "");
    }

    private static void Memory(StringBuilder text, CampFigures camp)
    {
        var resident = camp.Agents.Select(agent => agent.Resident).Order().ToArray();
        var proportional = camp.Agents.Select(agent => agent.Proportional).Order().ToArray();
        Line(text, "| memory, MB | resident | without what is shared with others | target |");
        Line(text, "|---|---|---|---|");
        Line(text, $"| ShipAgent, median (highest) of {resident.Length} | {Ms(resident[resident.Length / 2])} ({Ms(resident[^1])}) | {Ms(proportional[proportional.Length / 2])} ({Ms(proportional[^1])}) | < 60 |");
        Line(text, $"| mux | {Ms(camp.Mux.Resident)} | {Ms(camp.Mux.Proportional)} | – |");
    }

    private static void Failures(StringBuilder text, IEnumerable<string> failures)
    {
        foreach (var failure in failures.Take(10))
        {
            Line(text, $"\n- failed: {failure}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Three(Distribution distribution) => $"{Ms(distribution.Median)} / {Ms(distribution.At(0.95))} / {Ms(distribution.At(0.99))}";

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
