using Mux.Fleet;
using Mux.Orders;

namespace Mux.Rehearsals;

/// <summary>When a rehearsal may not begin, and when one must give way: it ends the ships that its stand-ins had, and people come first. Pure.</summary>
internal static class RehearsalGuard
{
    /// <param name="until">When it would be over at the latest.</param>
    public static Refusal? WhyNot(FleetSnapshot snapshot, bool force, SessionGoals goals, DateTimeOffset until, DateTimeOffset now)
    {
        if (snapshot.Rehearsing is { } other)
        {
            return new Refusal(RefusalKind.Conflict, "seats", $"Rehearsal {other.Id} is on.", "Wait until it has ended, or stop it.");
        }

        if (snapshot.Rollouts.Values.FirstOrDefault(rollout => rollout.IsOpen) is { } open)
        {
            return new Refusal(RefusalKind.Conflict, "seats", $"Rollout {open.Id} of {open.Tutorial} is under way, and the two would disturb each other.", "Wait until it has ended, then rehearse.");
        }

        return force ? null : AtWork(snapshot) ?? NearSession(snapshot, goals, until, now);
    }

    /// <summary>Empty while it may go on.</summary>
    public static string WhyStop(FleetSnapshot snapshot, Rehearsal rehearsal) =>
        snapshot.Rehearsing is not { } now || now.Id != rehearsal.Id ? "it has ended"
        : now.StopReason.Length > 0 ? now.StopReason
        : snapshot.GoalRule != GoalRule.Rehearsal ? "somebody gave the fleet another goal"
        : !rehearsal.Force && ArePeopleThere(snapshot) ? "an attendee came, and people go first"
        : "";

    /// <summary>Somebody has a ship or waits for one.</summary>
    public static bool ArePeopleThere(FleetSnapshot snapshot) => People(snapshot) > 0;

    /// <summary>Who have a ship or wait for one.</summary>
    public static int People(FleetSnapshot snapshot) =>
        snapshot.Line.Count + snapshot.Berths.Keys.Count(id => snapshot.Attendees.GetValueOrDefault(id) is not { IsStandIn: true });

    private static Refusal? AtWork(FleetSnapshot snapshot) => People(snapshot) is > 0 and var people
        ? new Refusal(RefusalKind.Conflict, "force", $"{people} {(people == 1 ? "attendee has a ship or waits" : "attendees have ships or wait")} for one.", "Rehearse when nobody is there, or force it: then their ships are left alone, but who comes meanwhile may wait.")
        : null;

    private static Refusal? NearSession(FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset until, DateTimeOffset now) =>
        snapshot.Sessions.Current(now) is { } open
            ? new Refusal(RefusalKind.Conflict, "force", $"Session {open.Name} is open.", "Rehearse before or after it, or force it.")
        : snapshot.Sessions.Next(now) is { } next && WarmUp.Start(next, snapshot.Boots, goals) < until
            ? new Refusal(RefusalKind.Conflict, "minutes", $"Session {next.Name} begins to warm up at {WarmUp.Start(next, snapshot.Boots, goals):u}, and a rehearsal takes its ships down at the end.", "Rehearse earlier, allow it fewer minutes, or force it.")
        : null;
}
