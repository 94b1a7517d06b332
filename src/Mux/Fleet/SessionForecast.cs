namespace Mux.Fleet;

/// <summary>Where a session stands.</summary>
internal enum SessionState
{
    Coming,
    Open,
    Over,
}

/// <summary>Whether a session's ships will be there in time, said so that nothing is promised that was not measured.</summary>
/// <param name="ReadyAt">When all are expected; null when it is over, or while no boot was seen.</param>
internal sealed record SessionForecast(SessionState State, DateTimeOffset? ReadyAt, Severity Severity, string Sentence)
{
    public static SessionForecast Of(CampSession session, FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset now)
    {
        if (session.Closes <= now)
        {
            return new SessionForecast(SessionState.Over, null, Severity.Note, "over");
        }

        var state = session.IsOpenAt(now) ? SessionState.Open : SessionState.Coming;
        var ships = snapshot.Count(ShipState.Available) + snapshot.Count(ShipState.Running);
        if (snapshot.GoalRule == GoalRule.Hand && snapshot.Goal < session.Wanted)
        {
            return new SessionForecast(state, null, Severity.Bad, $"the goal is {snapshot.Goal} ships by hand, {session.Wanted} are needed: 'mux scale auto' follows the sessions");
        }

        var ready = WarmUp.ReadyAt(session, snapshot, goals, now);
        return ready switch
        {
            null => new SessionForecast(state, null, Severity.Warning, $"{ships} of {session.Wanted} ships; no boot was seen yet to say when all will be there"),
            { } at when at <= now => new SessionForecast(state, now, Severity.Good, $"ready: {ships} of {session.Wanted} ships"),
            { } at when at <= session.WarmBy => new SessionForecast(state, at, Severity.Good, $"ready {Span(session.WarmBy - at)} before it must be"),
            { } at when at <= session.Opens => new SessionForecast(state, at, Severity.Warning, $"ready {Span(at - session.WarmBy)} later than asked, {Span(session.Opens - at)} before the opening"),
            { } at => new SessionForecast(state, at, Severity.Bad, $"late: all {session.Wanted} ships are expected {Span(at - session.Opens)} after the opening"),
        };
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 2 } => $"{(int)span.TotalMinutes} minutes",
        _ => $"{(int)span.TotalHours} hours",
    };
}
