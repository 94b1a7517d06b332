using System.Globalization;
using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>One rehearsal, and the form for another.</summary>
/// <param name="Head">Which one and whose; empty when there was none yet.</param>
/// <param name="Verdict">How it stands, or what it found.</param>
/// <param name="Running">Its id while it is on; empty else.</param>
/// <param name="Form">Null while one is on.</param>
public sealed record RehearsalPageModel(ShellModel Shell, string Head, Tone Tone, string Verdict, string Running, IReadOnlyList<string> ToDo, IReadOnlyList<StepRow> Steps, RehearsalFields? Form)
{
    public IReadOnlyList<MeasureRow> Measures { get; private init; } = [];

    public IReadOnlyList<FailureRow> Failures { get; private init; } = [];

    /// <summary>Ships, the change of an image, money: a sentence each.</summary>
    public IReadOnlyList<string> Facts { get; private init; } = [];

    public IReadOnlyList<RoomRow> Room { get; private init; } = [];

    public IReadOnlyList<EarlierRow> Earlier { get; private init; } = [];

    public IReadOnlyList<string> Tutorials { get; private init; } = [];

    internal static RehearsalPageModel Of(ShellModel shell, Rehearsal? shown, FleetSnapshot snapshot, CampDefinition camp, RehearsalFields? typed, DateTimeOffset now)
    {
        var report = shown?.Report;
        return new RehearsalPageModel(
            shell,
            shown is null ? "" : $"{Wording.Count(shown.Seats, "seat", "seats")}, begun {Wording.Ago(shown.StartedAt, now)} by {shown.By}",
            report is null ? Tone.Info : Tones.Of(report.Severity),
            report?.Verdict ?? (shown is null ? "Nobody has rehearsed yet." : shown.StopReason.Length > 0 ? "Stopping: everything is put back." : $"On its way: it is over by {shown.Until.UtcDateTime:HH:mm} UTC at the latest."),
            shown is { IsOver: false } ? shown.Id.Value : "",
            [.. report?.ToDo ?? []],
            [.. (shown?.Steps ?? []).Select(step => StepRow.Of(step, now))],
            snapshot.Rehearsing is null ? typed ?? RehearsalFields.For(snapshot, now) : null)
        {
            Measures = [.. (report?.Measures ?? []).Select(MeasureRow.Of)],
            Failures = [.. (report?.Failures ?? []).Select(failure => new FailureRow(failure.Step, $"{failure.Count} of {failure.Of}", failure.Cause, failure.Ships))],
            Facts = report is null ? [] : [.. FactsOf(report)],
            Room = [.. (report?.Headroom ?? []).Select(room => new RoomRow(room.Name, new Badge(room.IsShort ? "short" : "enough", room.IsShort ? Tone.Bad : Tone.Good), room.Wanted, room.There, room.Fix))],
            Earlier = [.. snapshot.Rehearsals.Where(one => one.IsOver).Select(one => EarlierRow.Of(one, one == shown, now))],
            Tutorials = [.. camp.Tutorials.Select(tutorial => tutorial.Name)],
        };
    }

    private static IEnumerable<string> FactsOf(RehearsalReport report)
    {
        var ships = report.Launches;
        yield return $"{ships.Up} of {ships.Wanted} ships were up: {ships.Before} were before, {ships.Launched} were launched.";
        yield return report.Deploy switch
        {
            { WasTried: false } none => none.Skipped,
            { DeploySeconds: null } => $"{report.Deploy.Tutorial} was not changed on every ship; back in {Seconds(report.Deploy.RollbackSeconds)}.",
            var deploy => $"{deploy.Tutorial} was changed to {Wording.Digest(deploy.Image[(deploy.Image.IndexOf('@', StringComparison.Ordinal) + 1)..])} in {Seconds(deploy.DeploySeconds)} and back in {Seconds(deploy.RollbackSeconds)}.",
        };
        if (report.Cost is { } cost)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The rehearsal cost ${cost.Rehearsal:0.00}; the whole fleet costs ${cost.PerHour:0.00} an hour{(cost.Day is { } day ? $", the day's sessions ${day:0.00}" : "")}; ${cost.SoFar:0.00} since the camp began.");
        }

        foreach (var left in report.Leftovers)
        {
            yield return left;
        }
    }

    internal static string Seconds(double? seconds) => seconds is { } some ? some.ToString(some < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture) + " s" : "–";
}

/// <summary>One thing that is done.</summary>
public sealed record StepRow(string Name, Badge State, string Detail, string Took)
{
    internal static StepRow Of(RehearsalStep step, DateTimeOffset now) => new(
        step.Name,
        step.State switch { StepState.Running => new Badge("running", Tone.Info), StepState.Done => new Badge("done", Tone.Good), StepState.Skipped => new Badge("skipped", Tone.Warn), _ => new Badge("failed", Tone.Bad) },
        step.Detail,
        RehearsalPageModel.Seconds(((step.EndedAt ?? now) - step.StartedAt).TotalSeconds));
}

/// <summary>Times of one kind, and whether they are as they should be.</summary>
public sealed record MeasureRow(string Name, string Count, string P50, string P95, string Last, string Target, Badge Met)
{
    internal static MeasureRow Of(Measure measure) => new(
        measure.Name,
        $"{measure.Count} of {measure.Of}",
        RehearsalPageModel.Seconds(measure.P50),
        RehearsalPageModel.Seconds(measure.P95),
        RehearsalPageModel.Seconds(measure.Last),
        RehearsalPageModel.Seconds(measure.Target),
        measure switch { { Target: null } or { P95: null } => new Badge("–", Tone.Quiet), { IsMissed: true } => new Badge("missed", Tone.Warn), _ => new Badge("met", Tone.Good) });
}

/// <summary>A cause, and how many it stopped.</summary>
public sealed record FailureRow(string Step, string Count, string Cause, IReadOnlyList<string> Ships);

/// <summary>How much room there is of something.</summary>
public sealed record RoomRow(string Name, Badge Verdict, string Wanted, string There, string Fix);

/// <summary>A rehearsal that has ended.</summary>
public sealed record EarlierRow(string Id, string When, string Seats, Badge State, string Verdict, bool IsShown)
{
    internal static EarlierRow Of(Rehearsal rehearsal, bool isShown, DateTimeOffset now) => new(
        rehearsal.Id.Value,
        Wording.Ago(rehearsal.StartedAt, now),
        Wording.Text(rehearsal.Seats),
        new Badge(rehearsal.State.ToString().ToLowerInvariant(), rehearsal.Report is { } report ? Tones.Of(report.Severity) : Tone.Quiet),
        rehearsal.Report?.Verdict ?? "",
        isShown);
}

/// <summary>The form of a rehearsal, as it was typed.</summary>
/// <param name="Error">Empty when nothing is wrong.</param>
public sealed record RehearsalFields(string Seats, string Tutorial, string Image, bool Force, string Error)
{
    // The day that comes, at its full size.
    internal static RehearsalFields For(FleetSnapshot snapshot, DateTimeOffset now) =>
        new(Wording.Text(Math.Max(1, snapshot.Sessions.Next(now)?.Wanted ?? snapshot.Goal)), "", "", false, "");
}
