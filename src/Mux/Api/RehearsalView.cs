using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Api;

/// <summary>A rehearsal as the API shows it.</summary>
internal static class RehearsalView
{
    public static RehearsalInfo Of(Rehearsal rehearsal) => new(
        rehearsal.Id.Value, rehearsal.Seats, rehearsal.Tutorial, rehearsal.By, rehearsal.StartedAt, rehearsal.Until, rehearsal.EndedAt, rehearsal.State.Word(),
        [.. rehearsal.Steps.Select(step => new RehearsalStepInfo(step.Name, step.State.Word(), step.Detail, step.StartedAt, step.EndedAt))],
        rehearsal.Report is { } report ? Of(report) : null);

    private static RehearsalReportInfo Of(RehearsalReport report) => new(
        report.Severity.Word(),
        report.Verdict,
        report.ToDo,
        new RehearsalShipsInfo(report.Launches.Wanted, report.Launches.Before, report.Launches.Launched, report.Launches.Up),
        [.. report.Measures.Select(measure => new RehearsalMeasureInfo(measure.Name, measure.Count, measure.Of, measure.P50, measure.P95, measure.Last, measure.Target, measure.IsMissed))],
        [.. report.Failures.Select(failure => new RehearsalFailureInfo(failure.Step, failure.Cause, failure.Count, failure.Of, failure.Ships))],
        new RehearsalDeployInfo(report.Deploy.Skipped, report.Deploy.Tutorial, report.Deploy.Image, report.Deploy.DeploySeconds, report.Deploy.RollbackSeconds),
        report.Cost is { } cost ? new RehearsalCostInfo(cost.Rehearsal, cost.PerHour, cost.Day, cost.SoFar) : null,
        [.. report.Headroom.Select(room => new RehearsalHeadroomInfo(room.Name, room.IsShort, room.Wanted, room.There, room.Fix))],
        report.Leftovers);
}
