using Mux.ApiModel;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mux.Cli;

/// <summary>Rollouts for people.</summary>
internal static class RolloutText
{
    /// <summary>Rows of the live table: a terminal has no room for hundreds.</summary>
    private const int MaxRows = 30;

    public static IRenderable Drawn(RolloutInfo rollout)
    {
        var shown = rollout.Ships.OrderBy(ship => Order(ship.Step)).Take(MaxRows).Select(ship => new[] { ship.Ship, ship.Step, Bar(ship), Choice(ship), Plain.Line(ship.Reason) });
        var more = rollout.Ships.Count > MaxRows ? $"; {rollout.Ships.Count - MaxRows} more not shown" : "";
        return new Rows(Report.Drawn(["ship", "step", "pulled", "choice", "reason"], shown), new Text(Counts(rollout) + more));
    }

    public static string Step(RolloutShipInfo ship) =>
        ship.Step + (ship.PullPercent is { } percent ? $" {percent}%" : "") + (ship.ContentOnly ? " (content only)" : "") + (ship.Reason.Length > 0 ? $": {ship.Reason}" : "");

    /// <summary>0 only when every ship that is still there took it.</summary>
    public static int Verdict(RolloutInfo rollout) => rollout is { State: "succeeded", Counts: { Failed: 0, Skipped: 0 } } ? ExitCode.Done : ExitCode.Failed;

    /// <summary>When the break is; empty when attendees are not asked, or the time alone decides.</summary>
    public static string Break(RolloutInfo rollout, Report report) => rollout.BreakAt is { } at
        ? $"at the break means {TimeZoneInfo.ConvertTime(at, report.Environment.Time.LocalTimeZone):HH:mm} on this machine's clock{(rollout.BreakOf.Length > 0 ? $", the next break of session {rollout.BreakOf}" : "")}."
        : "";

    /// <summary>All about a rollout, whatever its state.</summary>
    public static int ShowWhole(RolloutInfo rollout, Report report)
    {
        report.Line($"{rollout.Id}: {rollout.Tutorial} to {rollout.Image} by {rollout.By}; {rollout.State}{(rollout.Phase is "over" or "" ? "" : $", {rollout.Phase}")}");
        if (rollout.Note.Length > 0)
        {
            report.Line($"note: {rollout.Note}");
        }

        if (Break(rollout, report) is { Length: > 0 } rest)
        {
            report.Line(rest);
        }

        if (rollout.MovedTo.Length > 0)
        {
            report.Line($"{rollout.Requested} means {rollout.MovedTo} by now; this rollout goes on with its own digest.");
        }

        report.Line(Counts(rollout));
        report.Table(
            ["ship", "step", "runs", "attendee", "choice", "reason"],
            rollout.Ships.OrderBy(ship => Order(ship.Step)).Select(ship => new[] { ship.Ship, Step(ship with { Reason = "" }), Plain.Digest(ship.Running), ship.Attendee ?? "-", Choice(ship), ship.Reason }));
        Failures(rollout, report);
        return ExitCode.Done;
    }

    /// <summary>How it ended, and the exit code for that.</summary>
    public static int ShowEnd(RolloutInfo rollout, Report report)
    {
        var counts = rollout.Counts;
        if (rollout.State == "succeeded")
        {
            var content = rollout.Ships.Count(ship => ship.ContentOnly);
            report.Line($"done: {counts.Done} of {counts.Total} ships took it{(content > 0 ? $", {content} of them content only" : "")}{(counts.Gone > 0 ? $", {counts.Gone} ended before" : "")}.");
            Skips(rollout, report);
            return Verdict(rollout);
        }

        report.Line($"{(rollout.State == "rolledBack" ? "rolled back" : "halted")}: {counts.Done} of {counts.Total} ships took it, {counts.Failed} failed.");
        Failures(rollout, report);
        return report.Fail(new Trouble(
            $"rollout {rollout.Id} of {rollout.Tutorial} was {(rollout.State == "rolledBack" ? "rolled back" : "halted")}",
            "ships that failed keep serving the image before. Correct the image, push it, and deploy again.",
            ExitCode.Failed));
    }

    private static void Failures(RolloutInfo rollout, Report report)
    {
        foreach (var ship in rollout.Ships.Where(ship => ship.Step == "failed"))
        {
            report.Line($"{ship.Ship} failed (exit code {ship.ExitCode}): {ship.Reason}");
            if (ship.Log.Length > 0)
            {
                report.Lines(ShipText.Indented(ship.Log));
            }
        }

        Skips(rollout, report);
    }

    private static void Skips(RolloutInfo rollout, Report report)
    {
        foreach (var ship in rollout.Ships.Where(ship => ship.Step == "skipped"))
        {
            report.Line($"{ship.Ship} was skipped and keeps its image: {ship.Reason}");
        }
    }

    private static string Counts(RolloutInfo rollout)
    {
        var counts = rollout.Counts;
        return $"{counts.Done} of {counts.Total} done, {counts.Failed} failed, {counts.Skipped} skipped, {counts.Pulling} pulling, {counts.Pulled} have it, {counts.Starting} switching, {counts.Waiting} waiting";
    }

    private static string Choice(RolloutShipInfo ship) => ship.Choice ?? (ship.DueAt is null ? "" : "asked");

    private static string Bar(RolloutShipInfo ship) => ship.PullPercent is { } percent
        ? new string('#', percent / 10) + new string('.', 10 - (percent / 10)) + $" {percent}%"
        : "";

    private static int Order(string step) => step switch { "failed" => 0, "skipped" => 1, "starting" => 2, "pulling" => 3, "pulled" => 4, "gone" => 5, "waiting" => 6, _ => 7 };
}
