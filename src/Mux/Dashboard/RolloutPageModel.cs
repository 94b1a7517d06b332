using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>One rollout, ship by ship; failures first.</summary>
/// <param name="Verdict">How it stands, in a sentence.</param>
/// <param name="Refused">Why the last order was not taken; empty when it was.</param>
public sealed record RolloutPageModel(ShellModel Shell, RolloutRow Head, Tone Tone, string Verdict, string Image, string Previous, string Refused, IReadOnlyList<RolloutShipRow> Ships)
{
    /// <summary>What it does one after the other, and how far each is.</summary>
    public IReadOnlyList<RolloutStage> Stages { get; private init; } = [];

    /// <summary>The author's word to attendees; empty when none.</summary>
    public string Note { get; private init; } = "";

    /// <summary>When attendees who chose nothing, or the break, get it; empty when they are not asked.</summary>
    public string Times { get; private init; } = "";

    /// <summary>Said when the tag means another image by now; empty else.</summary>
    public string Moved { get; private init; } = "";

    /// <summary>Earlier images to go back to, newest first.</summary>
    public IReadOnlyList<string> Earlier { get; private init; } = [];

    public bool CanPause { get; private init; }

    public bool CanResume { get; private init; }

    internal static RolloutPageModel Of(ShellModel shell, Rollout rollout, FleetSnapshot snapshot, int canary, string refused, DateTimeOffset now)
    {
        var head = RolloutRow.Of(rollout, now);
        var ships = rollout.Ships.Values.Select(part => RolloutShipRow.Of(part, rollout, snapshot, now)).OrderBy(row => row.Order).ThenBy(row => row.Id, StringComparer.Ordinal);
        return new RolloutPageModel(shell, head, head.State.Tone, VerdictOf(rollout, head, now), rollout.Image, rollout.Previous, refused, [.. ships])
        {
            Stages = RolloutStage.Of(rollout, snapshot, canary),
            Note = rollout.Note,
            Times = rollout.IsOpen && rollout.Terms is { } terms ? TimesOf(terms, now) : "",
            Moved = rollout.MovedTo.Length > 0 ? $"{rollout.Requested} means {Wording.Digest(rollout.MovedTo)} by now. This rollout goes on with its own digest; deploy again for the other." : "",
            Earlier = [.. ImageHistory.Of(snapshot, rollout.Tutorial).Where(image => image != snapshot.Targets.GetValueOrDefault(rollout.Tutorial)?.Image || rollout.IsOpen).Where(image => image != rollout.Image || !rollout.IsOpen).Take(10)],
            CanPause = rollout.State == RolloutState.Running,
            CanResume = rollout.State == RolloutState.Paused,
        };
    }

    private static string VerdictOf(Rollout rollout, RolloutRow head, DateTimeOffset now) => rollout.State switch
    {
        RolloutState.Running => $"On its way: {head.Progress}.",
        RolloutState.Paused => $"Paused: {head.Progress}. No further ship is told anything.",
        RolloutState.Succeeded => $"Done: {head.Progress} in {Wording.Span((rollout.EndedAt ?? now) - rollout.StartedAt)}.",
        RolloutState.RolledBack => $"Rolled back: {head.Progress} had taken it.",
        _ => $"Halted: {head.Progress}. Ships that failed serve the image before. Correct the image, push it, and deploy again.",
    };

    private static string TimesOf(ConsentTerms terms, DateTimeOffset now)
    {
        static string In(string what, DateTimeOffset? at, DateTimeOffset now) => at is { } time ? $"{what} {(time > now ? $"in {Wording.Span(time - now)}" : "is past")}" : "";
        return string.Join(", ", new[] { In("deadline", terms.Deadline, now), In(terms.BreakOf.Length > 0 ? $"break of {terms.BreakOf}" : "break", terms.BreakAt, now) }.Where(text => text.Length > 0));
    }
}

/// <summary>One ship's part in a rollout.</summary>
/// <param name="Runs">The digest that serves there now.</param>
/// <param name="Choice">What its attendee chose; empty when not asked.</param>
/// <param name="Output">What the failed container, or its hook, wrote last.</param>
public sealed record RolloutShipRow(string Id, string Attendee, Badge Step, int? PullPercent, string Runs, string Choice, string Reason, string Output, string Since, int Order)
{
    internal static RolloutShipRow Of(RolloutShip part, Rollout rollout, FleetSnapshot snapshot, DateTimeOffset now)
    {
        var ship = snapshot.Ships.GetValueOrDefault(part.Ship);
        return new RolloutShipRow(
            part.Ship.Value,
            ship is null ? "" : ShipWords.NameOf(ship, snapshot),
            part.ContentOnly ? part.Step.Badge() with { Text = "done, content only" } : part.Step.Badge(),
            RolloutPulls.Percent(part, rollout, ship),
            Wording.Digest(ship?.Tutorials.GetValueOrDefault(rollout.Tutorial)?.RunningDigest ?? ""),
            ChoiceOf(part, rollout, ship, now),
            part.Step == RolloutStep.Failed ? $"{part.Reason} (exit code {part.ExitCode})" : part.Reason,
            part.Step == RolloutStep.Failed ? part.Log : "",
            Wording.Ago(part.At, now),
            part.Step switch { RolloutStep.Failed => 0, RolloutStep.Skipped => 1, RolloutStep.Starting => 2, RolloutStep.Pulling => 3, RolloutStep.Pulled => 4, RolloutStep.Waiting => 5, RolloutStep.Gone => 6, _ => 7 });
    }

    private static string ChoiceOf(RolloutShip part, Rollout rollout, Ship? ship, DateTimeOffset now)
    {
        if (rollout.Terms is null || ship?.Attendee is not { } attendee)
        {
            return "";
        }

        var said = rollout.Answers.GetValueOrDefault(attendee.Value)?.Answer switch { ConsentAnswer.Now => "now", ConsentAnswer.Break => "at the break", _ => "no answer" };
        return part.Step == RolloutStep.Pulled && rollout.DueAt(attendee) is { } due && due > now ? $"{said}, in {Wording.Span(due - now)}" : said;
    }
}
