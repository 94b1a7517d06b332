using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>How loudly something asks for the organizer.</summary>
internal enum Severity
{
    Good,
    Note,
    Warning,
    Bad,
}

/// <summary>One thing that is wrong, or will be; about one ship or one rollout where that is given.</summary>
internal sealed record Concern(Severity Severity, string Text, ShipId? Ship = null, RolloutId? Rollout = null);

/// <summary>The answer to "is it going to work?": one sentence, and what stands behind it, worst first.</summary>
internal sealed record FleetOutlook(Severity Severity, string Sentence, ImmutableArray<Concern> Concerns)
{
    private const int MostSilent = 3;

    /// <param name="openAt">Ships available that open the doors.</param>
    public static FleetOutlook Of(FleetSnapshot snapshot, int openAt, DateTimeOffset now)
    {
        var live = snapshot.ShipList.Where(ship => ship.IsLive).ToList();
        var concerns = live.SelectMany(About).Concat(AboutSilence(live, now)).Concat(MachineConcerns.Of(snapshot, now))
            .Concat(snapshot.Rollouts.Values.Where(rollout => IsFresh(rollout, snapshot)).Select(About))
            .OrderByDescending(concern => concern.Severity).ThenBy(concern => concern.Ship?.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        var (severity, sentence) = Sum(snapshot, openAt, concerns);
        var worst = concerns.IsEmpty ? severity : (Severity)Math.Max((int)severity, (int)concerns[0].Severity);
        return new FleetOutlook(worst, sentence, concerns);
    }

    private static (Severity Severity, string Sentence) Sum(FleetSnapshot snapshot, int openAt, ImmutableArray<Concern> concerns)
    {
        var bad = concerns.Count(concern => concern.Severity == Severity.Bad);
        var ready = snapshot.Count(ShipState.Available);
        var used = snapshot.Count(ShipState.Running);
        var coming = snapshot.Count(ShipState.Booting) + snapshot.Count(ShipState.Pending);
        var waiting = snapshot.Line.Count;
        return (bad, ready, used, coming, waiting) switch
        {
            ( > 0, _, _, _, _) => (Severity.Bad, $"{Count(bad, "thing needs", "things need")} you: {Lowered(concerns[0].Text)}"),
            _ when snapshot.Goal <= 0 && used + ready == 0 && snapshot.GoalRule == GoalRule.Sessions && !snapshot.Sessions.IsEmpty => (Severity.Good, $"Nothing is to do: no ships are wanted {snapshot.GoalWhy}."),
            _ when snapshot.Goal <= 0 && used + ready == 0 => (Severity.Note, "No ships are wanted: set a goal to start."),
            (_, _, _, _, > 0) when !snapshot.DoorsOpen && !snapshot.Sessions.IsEmpty => (Severity.Note, $"{Count(waiting, "attendee waits", "attendees wait")} for the doors to open; {Count(ready, "ship is", "ships are")} ready, {coming} on the way."),
            (_, 0, _, 0, > 0) => (Severity.Bad, $"{Count(waiting, "attendee waits", "attendees wait")} and no ship is coming: raise the goal."),
            (_, _, _, _, > 0) when waiting > ready + coming => (Severity.Warning, $"{Count(waiting, "attendee waits", "attendees wait")} for {Count(ready + coming, "ship", "ships")}: raise the goal by {waiting - ready - coming}."),
            (_, _, _, > 0, _) => (Severity.Note, $"On its way: {ready + used} of {Math.Max(snapshot.Goal, ready + used + coming)} ships are up{(snapshot.DoorsOpen ? "" : $"; the doors open at {openAt}")}."),
            _ when !snapshot.DoorsOpen && !snapshot.Sessions.IsEmpty => (Severity.Good, $"Yes: {Count(ready, "ship is", "ships are")} ready; the doors are shut ({snapshot.GoalWhy})."),
            _ when !snapshot.DoorsOpen => (Severity.Warning, $"The doors are shut until {Count(openAt, "ship is", "ships are")} available."),
            _ => (Severity.Good, $"Yes: {Count(ready, "ship is", "ships are")} ready and {used} in use."),
        };
    }

    // Many silent ships are one thing that is wrong, not many.
    private static IEnumerable<Concern> AboutSilence(IEnumerable<Ship> live, DateTimeOffset now)
    {
        var silent = live.Where(ship => ShipWords.IsSilent(ship, now)).ToList();
        return silent.Count > MostSilent
            ? [new Concern(Severity.Warning, $"{silent.Count} ships are silent: look at the network between them and the mux")]
            : silent.Select(ship => new Concern(Severity.Warning, $"Ship {ship.Id} is silent", ship.Id));
    }

    private static IEnumerable<Concern> About(Ship ship)
    {
        if (ship.Quarantined)
        {
            yield return new Concern(Severity.Bad, $"Ship {ship.Id} is quarantined: {ship.Reason}", ship.Id);
        }

        foreach (var status in ship.Tutorials.Values.Where(status => status.Phase is TutorialPhase.Failed or TutorialPhase.Unhealthy))
        {
            var severity = status.Endpoint is null ? Severity.Bad : Severity.Warning;
            yield return new Concern(severity, $"Ship {ship.Id}: {status.Name} {(status.Phase == TutorialPhase.Failed ? "failed" : "is not healthy")}{After(status.Reason)}", ship.Id);
        }

        if (ship.Vitals.Trouble.Length > 0)
        {
            yield return new Concern(Severity.Bad, $"Ship {ship.Id}: {ship.Vitals.Trouble}", ship.Id);
        }
    }

    private static Concern About(Rollout rollout) => new(
        Severity.Bad,
        $"The rollout {rollout.Id} of {rollout.Tutorial} was halted; {Count(rollout.Ships.Values.Count(ship => ship.Step == RolloutStep.Failed), "ship", "ships")} failed",
        Rollout: rollout.Id);

    // A halted rollout stops being news once another of the same tutorial has started.
    internal static bool IsFresh(Rollout rollout, FleetSnapshot snapshot) =>
        rollout.State == RolloutState.Halted && !snapshot.Rollouts.Values.Any(other => other.Tutorial == rollout.Tutorial && other.StartedAt > rollout.StartedAt);

    private static string After(string reason) => reason.Length == 0 ? "" : $": {reason}";

    private static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number} {many}";

    private static string Lowered(string text) => text.Length > 1 && char.IsUpper(text[0]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
