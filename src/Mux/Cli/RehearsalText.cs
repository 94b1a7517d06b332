using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>The report of a rehearsal for people: the verdict last, where they look.</summary>
internal static class RehearsalText
{
    public static int ExitCodeOf(RehearsalInfo ended) => ended is { State: "done", Report.Severity: not "bad" } ? ExitCode.Done : ExitCode.Failed;

    public static int Show(RehearsalInfo ended, Report report)
    {
        if (ended.Report is not { } found)
        {
            return ExitCodeOf(ended);
        }

        report.Line("");
        Times(found, report);
        if (found.Failures.Count > 0)
        {
            report.Line("");
            report.Table(["failed at", "how many", "cause", "for example"], found.Failures.Select(failure => new[] { failure.Step, $"{failure.Count} of {failure.Of}", failure.Cause, string.Join(' ', failure.Ships) }));
        }

        if (found.Headroom.Count > 0)
        {
            report.Line("");
            report.Table(["room", "verdict", "wanted", "there"], found.Headroom.Select(room => new[] { room.Name, room.Short ? "short" : "enough", room.Wanted, room.There }));
        }

        report.Line("");
        Facts(found).ForEach(report.Line);
        report.Line(found.Verdict);
        found.ToDo.Select((todo, index) => $"  {index + 1}. {todo}").ToList().ForEach(report.Line);
        return ExitCodeOf(ended);
    }

    private static void Times(RehearsalReportInfo found, Report report) => report.Table(
        ["time", "measured", "p50", "p95", "last", "target", ""],
        found.Measures.Select(measure => new[]
        {
            measure.Name, $"{measure.Count} of {measure.Of}", Seconds(measure.P50), Seconds(measure.P95), Seconds(measure.Last), Seconds(measure.Target), measure.Target is null || measure.P95 is null ? "" : measure.Missed ? "missed" : "met",
        }));

    private static List<string> Facts(RehearsalReportInfo found)
    {
        var facts = new List<string> { $"ships: {found.Ships.Up} of {found.Ships.Wanted} were up; {found.Ships.Before} were before, {found.Ships.Launched} were launched" };
        facts.Add(found.Deploy is { Skipped: "", DeploySeconds: null } broken ? $"image: {broken.Tutorial} was not changed on every ship; back in {Seconds(broken.RollbackSeconds)}"
            : found.Deploy is { Skipped: "" } deploy
            ? $"image: {deploy.Tutorial} was changed to {Plain.Digest(deploy.Image[(deploy.Image.IndexOf('@', StringComparison.Ordinal) + 1)..])} in {Seconds(deploy.DeploySeconds)} and back in {Seconds(deploy.RollbackSeconds)}"
            : $"image: not changed. {found.Deploy.Skipped}");
        facts.Add(found.Cost is { } cost
            ? string.Create(CultureInfo.InvariantCulture, $"cost: ${cost.Rehearsal:0.00} for the rehearsal; ${cost.PerHour:0.00} an hour with the whole fleet{(cost.Day is { } day ? $"; ${day:0.00} for the day's sessions" : "")}; ${cost.SoFar:0.00} since the camp began")
            : "cost: machines of this camp have no prices");
        return facts;
    }

    private static string Seconds(double? seconds) => seconds is { } some ? some.ToString(some < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture) + " s" : "-";
}
