using System.Globalization;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>One ship in full.</summary>
internal static class ShipText
{
    public static int Show(ShipInfo ship, Report report)
    {
        var now = report.Environment.Time.GetUtcNow();
        report.Line($"{ship.Id} is {ship.State} since {Plain.Age(ship.StateSince, now)}, made {Plain.Age(ship.CreatedAt, now)} ago{(ship.Quarantined ? ", quarantined" : "")}");
        report.Line($"attendee: {ship.AttendeeName ?? "nobody"}{(ship.Attendee is { } id ? $" ({id})" : "")}");
        report.Line($"link: {ship.Link}; last report {(ship.LastReportAt is null ? "never" : Plain.Age(ship.LastReportAt, now) + " ago")}; generation {ship.SeenGeneration} of {ship.Generation}");
        report.Line($"machine: {ship.ProviderId ?? "not yet"} {ship.Addresses}");
        report.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"uses: {ship.Resources.CpuPercent:0}% of a core, {Plain.Bytes(ship.Resources.MemoryBytes)} of {Plain.Bytes(ship.Resources.MemoryLimitBytes)} memory, {Plain.Bytes(ship.Resources.DiskFreeBytes)} disk free"));
        if (Reason(ship).Length > 0)
        {
            report.Line($"reason: {Reason(ship)}");
        }

        foreach (var tutorial in ship.Tutorials)
        {
            Show(tutorial, report);
        }

        return ExitCode.Done;
    }

    /// <summary>The first thing worth saying about a ship; empty when there is none.</summary>
    public static string Reason(ShipInfo ship) =>
        new[] { ship.Reason, ship.Trouble }.Concat(ship.Tutorials.Where(tutorial => tutorial.Reason.Length > 0).Select(tutorial => $"{tutorial.Name}: {tutorial.Reason}"))
            .FirstOrDefault(text => text.Length > 0) ?? "";

    private static void Show(ShipTutorial tutorial, Report report)
    {
        report.Line($"{tutorial.Name}: {tutorial.Phase}; runs {Plain.Digest(tutorial.RunningDigest)}, shall run {Plain.Digest(tutorial.TargetDigest)}; {tutorial.Kernels} kernels, {tutorial.BusyKernels} busy; {tutorial.Restarts} restarts");
        if (tutorial.Reason.Length > 0)
        {
            report.Line($"  {tutorial.Reason} (exit code {tutorial.ExitCode})");
        }

        if (tutorial.LogTail.Length > 0)
        {
            report.Lines(Indented(tutorial.LogTail));
        }
    }

    public static string Indented(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => "    " + line));
}
