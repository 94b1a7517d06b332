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
        var counts = rollout.Counts;
        var shown = rollout.Ships.OrderBy(ship => Order(ship.Step)).Take(MaxRows).Select(ship => new[] { ship.Ship, ship.Step, Bar(ship), Plain.Line(ship.Reason) });
        var more = rollout.Ships.Count > MaxRows ? $", {rollout.Ships.Count - MaxRows} more not shown" : "";
        return new Rows(
            Report.Drawn(["ship", "step", "pulled", "reason"], shown),
            new Text($"{counts.Done} of {counts.Total} done, {counts.Failed} failed, {counts.Pulling} pulling, {counts.Starting} starting, {counts.Waiting} waiting{more}"));
    }

    public static string Step(RolloutShipInfo ship) =>
        ship.Step + (ship.PullPercent is { } percent ? $" {percent}%" : "") + (ship.Reason.Length > 0 ? $": {ship.Reason}" : "");

    /// <summary>0 only when every ship that is still there took it.</summary>
    public static int Verdict(RolloutInfo rollout) => rollout.State == "succeeded" && rollout.Counts.Failed == 0 ? ExitCode.Done : ExitCode.Failed;

    public static int Show(RolloutInfo rollout, Report report)
    {
        var counts = rollout.Counts;
        if (Verdict(rollout) == ExitCode.Done)
        {
            report.Line($"done: {counts.Done} of {counts.Total} ships took it{(counts.Gone > 0 ? $", {counts.Gone} ended before" : "")}.");
            return ExitCode.Done;
        }

        report.Line($"halted: {counts.Done} of {counts.Total} ships took it, {counts.Failed} failed.");
        foreach (var ship in rollout.Ships.Where(ship => ship.Step == "failed"))
        {
            report.Line($"{ship.Ship} failed (exit code {ship.ExitCode}): {ship.Reason}");
            if (ship.Log.Length > 0)
            {
                report.Lines(ShipText.Indented(ship.Log));
            }
        }

        return report.Fail(new Trouble(
            $"rollout {rollout.Id} of {rollout.Tutorial} was halted",
            "ships that failed keep serving the image before. Correct the image, push it, and deploy again.",
            ExitCode.Failed));
    }

    private static string Bar(RolloutShipInfo ship) => ship.PullPercent is { } percent
        ? new string('#', percent / 10) + new string('.', 10 - (percent / 10)) + $" {percent}%"
        : "";

    private static int Order(string step) => step switch { "failed" => 0, "starting" => 1, "pulling" => 2, "gone" => 3, "waiting" => 4, _ => 5 };
}
