using System.Globalization;
using Mux.Fleet;

namespace Mux.Rehearsals;

/// <summary>"Would it work?", from what was found. Pure: an organizer reads it five minutes before the doors open, so it says what failed, on how many of how many, and what to do.</summary>
internal static class RehearsalVerdict
{
    private const int MostToDo = 8;

    /// <param name="found">Everything but the verdict.</param>
    /// <param name="stopped">Why it did not come to its end; empty when it did.</param>
    public static RehearsalReport Judge(RehearsalReport found, Rehearsal rehearsal, string stopped)
    {
        var served = Find(found, Measures.Result)?.Count ?? 0;
        var (severity, verdict) = Say(found, rehearsal.Seats, served, stopped);
        return found with { Severity = severity, Verdict = verdict, ToDo = [.. ToDo(found, rehearsal, stopped.Length > 0).Distinct().Take(MostToDo)] };
    }

    private static (Severity Severity, string Verdict) Say(RehearsalReport found, int seats, int served, string stopped)
    {
        var worst = found.Failures.FirstOrDefault();
        var missed = found.Measures.Where(measure => measure.IsMissed).ToList();
        var all = seats == 1 ? "the one seat" : $"all {seats} seats";
        return found switch
        {
            _ when stopped.Length > 0 => (Severity.Warning, $"Nothing is proven: the rehearsal was stopped, since {stopped}. {(worst is null ? "Nothing had failed until then." : $"Until then: {Tell(worst)}.")}"),
            _ when served < seats => (Severity.Bad, $"No: {served} of {seats} seats had a working notebook. {(worst is null ? "" : $"Most often: {Tell(worst)}.")}".TrimEnd()),
            _ when Broken(found) is { } deploy => (Severity.Bad, $"Not quite: {all} had a working notebook, but an image could not be changed and taken back. {Tell(deploy)}."),
            { Leftovers.IsEmpty: false } => (Severity.Warning, $"Yes for {all}; but the rehearsal could not put back everything."),
            _ when worst is not null => (Severity.Warning, $"Yes, with luck: {all} had a working notebook, but not everything went well. {Tell(worst)}."),
            _ when missed.Count > 0 => (Severity.Warning, $"Yes, but slowly: {all} had a working notebook; {string.Join(", ", missed.Select(Slow))}."),
            _ when found.Headroom.FirstOrDefault(room => room.IsShort) is { } room => (Severity.Warning, $"Yes: {all} had a working notebook{Times(found)}. But there is little room left: {room.Name}."),
            { Deploy.WasTried: false } => (Severity.Note, $"Yes, as far as it was tried: {all} had a working notebook{Times(found)}. No image was deployed."),
            _ => (Severity.Good, $"Yes: {all} had a working notebook{Times(found)}; an image was deployed and taken back."),
        };
    }

    private static IEnumerable<string> ToDo(RehearsalReport found, Rehearsal rehearsal, bool stopped) =>
    [
        .. found.Leftovers,
        .. found.Failures.Select(failure => Advice(failure, rehearsal)),
        .. found.Measures.Where(measure => measure.IsMissed).Select(Advice),
        .. found.Headroom.Where(room => room.IsShort).Select(room => $"{room.Name}: wanted {room.Wanted}, there is {room.There}. {room.Fix}".TrimEnd()),
        .. found.Deploy is { WasTried: false } deploy && !stopped ? new[] { deploy.Skipped } : [],
    ];

    private static string Advice(FailureCause failure, Rehearsal rehearsal) => failure.Step switch
    {
        FailureSteps.Launch when failure.Ships.IsEmpty => $"{failure.Cause}. 'mux preflight' shows what the provider lacks.",
        FailureSteps.Launch => $"{Where(failure)} did not come up: {failure.Cause}. Read its log on its page, and mend the image or the provider; 'mux preflight' shows what is short.",
        FailureSteps.Login => $"Logging in failed for {failure.Count} of {failure.Of}: {failure.Cause}. Is MUX_ATTENDEE_URL right, and does it answer from this machine?",
        FailureSteps.Ship => $"{failure.Count} of {failure.Of} got no ship: {failure.Cause}. See which ships are not free, and why.",
        FailureSteps.Notebook or FailureSteps.Cell => $"{Where(failure)}: {failure.Cause}. Open {rehearsal.Tutorial} on such a ship yourself, and read its log.",
        FailureSteps.Deploy or FailureSteps.Rollback => $"The {failure.Step} failed on {failure.Count} of {failure.Of}: {failure.Cause}. The rollout's page has each ship's output.",
        _ => $"{failure.Cause}.",
    };

    private static string Advice(Measure measure) => measure.Name switch
    {
        Measures.Fleet => $"The whole fleet took {Seconds(measure.Last)}, and the next session allows {Seconds(measure.Target)}: give it an earlier warm_by, or more fleet.max_booting.",
        _ => $"{Slow(measure)}: look at the load of the mux's machine and of the ships, and rehearse again.",
    };

    private static string Where(FailureCause failure) => $"{failure.Count} of {failure.Of} ships{(failure.Ships.IsEmpty ? "" : $" ({string.Join(", ", failure.Ships)}{(failure.Count > failure.Ships.Length ? ", …" : "")})")}";

    private static string Tell(FailureCause failure) => $"{failure.Step}, {failure.Count} of {failure.Of}: {failure.Cause}";

    private static FailureCause? Broken(RehearsalReport found) => found.Failures.FirstOrDefault(failure => failure.Step is FailureSteps.Deploy or FailureSteps.Rollback);

    private static Measure? Find(RehearsalReport found, string name) => found.Measures.FirstOrDefault(measure => measure.Name == name);

    private static string Times(RehearsalReport found) => Find(found, Measures.Notebook) is { P95: { } page } && Find(found, Measures.Result) is { P95: { } result }
        ? $", 95 of 100 within {Seconds(page)} of the login, with a cell's result within {Seconds(result)}"
        : "";

    private static string Slow(Measure measure) => $"{measure.Name} took {Seconds(measure.P95)} (target {Seconds(measure.Target)})";

    private static string Seconds(double? seconds) => seconds is { } some ? some.ToString(some < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture) + " s" : "?";
}
