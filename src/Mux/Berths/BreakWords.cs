using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>Breaks for attendees.</summary>
internal static class BreakWords
{
    /// <summary>The break that an update waits for; empty where it is no session's.</summary>
    public static string Of(ConsentTerms terms, FleetSnapshot snapshot) => terms is { BreakAt: { } at, BreakOf.Length: > 0 } && snapshot.Sessions.Find(terms.BreakOf) is { } session
        ? $"The break of {session.Title} is at {ZoneTimes.ShowTime(at, session.Zone)} ({session.Zone})."
        : "";

    /// <summary>The break that is on, or the next of the session; empty when none is left.</summary>
    public static string Of(CampSession session, DateTimeOffset now) => session.Breaks.Items.Where(one => one.Until > now && one.From < session.Closes).Select(one => one.From <= now
        ? $"Break until {ZoneTimes.ShowTime(one.Until, session.Zone)}."
        : $"The next break is from {ZoneTimes.ShowTime(one.From, session.Zone)} to {ZoneTimes.ShowTime(one.Until, session.Zone)}.").FirstOrDefault() ?? "";
}
