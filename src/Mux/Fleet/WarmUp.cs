namespace Mux.Fleet;

/// <summary>When to begin with a session's ships so that they are there in time, and when they will be: from measured boots and the ships that may boot together.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan BootUnseen = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    /// <summary>From the first launch until all of a session's ships are available, with one more round for boots that fail.</summary>
    public static TimeSpan Lead(CampSession session, BootTimes boots, SessionGoals goals)
    {
        var lead = SlowBoot(boots, goals) * (Rounds(session.Wanted, goals) + 1);
        return lead < Longest ? lead : Longest;
    }

    public static DateTimeOffset Start(CampSession session, BootTimes boots, SessionGoals goals) => session.WarmBy - Lead(session, boots, goals);

    /// <summary>When the session's ships will all be there; the moment itself when they are. Null while nobody can know, since no boot was seen.</summary>
    public static DateTimeOffset? ReadyAt(CampSession session, FleetSnapshot snapshot, SessionGoals goals, DateTimeOffset now)
    {
        var missing = session.Wanted - snapshot.Count(ShipState.Available) - snapshot.Count(ShipState.Running);
        if (missing <= 0)
        {
            return now;
        }

        var start = Start(session, snapshot.Boots, goals);
        return snapshot.Boots.Slow is { } boot ? (start > now ? start : now) + (boot * Rounds(missing, goals)) : null;
    }

    private static TimeSpan SlowBoot(BootTimes boots, SessionGoals goals) => boots.Slow ?? (goals.BootTimeout < BootUnseen ? goals.BootTimeout : BootUnseen);

    private static int Rounds(int ships, SessionGoals goals) => (ships + goals.MaxBooting - 1) / goals.MaxBooting;
}
