using Mux.Camp;
using Mux.Fleet;
using Mux.Store;

namespace Mux.Controller;

/// <summary>Carries out what <see cref="SessionPlanner"/> decides: the goal, the doors, ships that go back; and takes over the sessions of <c>camp.yaml</c>.</summary>
internal sealed partial class SessionKeeper(FleetStore store, CampDefinition camp, TimeProvider time, ILogger<SessionKeeper> logger)
{
    private readonly SessionGoals goals = camp.SessionGoals;
    private bool adopted;

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (!adopted)
        {
            await store.ChangeAsync(Adopt, cancellationToken);
            adopted = true;
        }

        var snapshot = store.Snapshot;
        if (IsNews(SessionPlanner.Decide(snapshot, goals, time.GetUtcNow()), snapshot))
        {
            await store.ChangeAsync(Apply, cancellationToken);
        }
    }

    private static bool IsNews(SessionDecision decision, FleetSnapshot snapshot) =>
        decision.Goal != snapshot.Goal || decision.Why != snapshot.GoalWhy || decision.DoorsOpen != snapshot.DoorsOpen || !decision.Releases.IsEmpty;

    // Decided anew on what the writer holds: whoever began to work meanwhile keeps the ship.
    private bool Apply(StoreDraft draft)
    {
        var snapshot = draft.Snapshot;
        var decision = SessionPlanner.Decide(snapshot, goals, draft.Now);
        if (decision.Why != snapshot.GoalWhy || decision.Goal != snapshot.Goal)
        {
            draft.SetGoal(decision.Goal, snapshot.GoalRule, decision.Why);
        }

        if (decision.Why != snapshot.GoalWhy)
        {
            draft.Audit(new AuditEntry("mux", "goal", "fleet", $"{snapshot.Goal} to {decision.Goal}: {decision.Why}"));
        }

        if (decision.DoorsOpen != snapshot.DoorsOpen)
        {
            draft.SetDoors(decision.DoorsOpen);
            draft.Audit(new AuditEntry("mux", decision.DoorsOpen ? "doors.open" : "doors.close", "doors", decision.Why));
        }

        foreach (var (ship, reason) in decision.Releases)
        {
            LogReleased(logger, ship, reason);
            draft.End(ship, TerminationCause.Released, reason, camp.Fleet.LastCopy);
        }

        return true;
    }

    // The file and the organizers may both name sessions: whoever spoke last counts. The file speaks when what it says differs from what it said before.
    private bool Adopt(StoreDraft draft)
    {
        foreach (var gone in draft.Snapshot.Declared.Keys.Except(camp.Sessions.Select(one => one.Session.Name)).ToList())
        {
            draft.RemoveSession(gone);
            draft.Declare(gone, null);
        }

        var news = camp.Sessions.Where(one => draft.Snapshot.Declared.GetValueOrDefault(one.Session.Name) != one.Text).ToList();
        foreach (var one in news)
        {
            draft.RemoveSession(one.Session.Name); // so that two of them may change places
        }

        foreach (var (session, text) in news)
        {
            if (SessionRules.Check(session, draft.Snapshot.Sessions, camp.Fleet.MaxShips, draft.Now) is { } conflict)
            {
                LogNotAdopted(logger, session.Name, conflict.Why, conflict.Fix);
                continue;
            }

            draft.Put(session);
            draft.Declare(session.Name, text);
            draft.Audit(new AuditEntry("camp.yaml", "session", session.Name, $"{session.Seats} seats, {session.Opens:u} to {session.Closes:u}"));
        }

        return true;
    }

    [LoggerMessage(LogLevel.Information, "{Ship} is given back: {Reason}")]
    private static partial void LogReleased(ILogger logger, ShipId ship, string reason);

    [LoggerMessage(LogLevel.Warning, "session {Session} of camp.yaml was left out: {Why} {Fix}")]
    private static partial void LogNotAdopted(ILogger logger, string session, string why, string fix);
}
