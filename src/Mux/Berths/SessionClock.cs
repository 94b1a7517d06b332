using System.Text.Json.Serialization;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>Where the camp's sessions stand for an attendee.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockPhase>))]
public enum ClockPhase
{
    [JsonStringEnumMemberName("before")]
    Before,

    [JsonStringEnumMemberName("open")]
    Open,

    [JsonStringEnumMemberName("over")]
    Over,
}

/// <summary>The session clock on an attendee's page. It changes with the session, not with the second: the countdown is the browser's.</summary>
/// <param name="Text">One sentence, such as <c>Morning closes at 12:30 (Europe/Berlin).</c></param>
/// <param name="Until">What to count down to; null when there is nothing to come.</param>
/// <param name="Note">What becomes of the attendee's work; empty when there is nothing to say.</param>
public sealed record SessionClock(ClockPhase Phase, string Text, DateTimeOffset? Until, string Note)
{
    /// <summary>Null for a camp without sessions.</summary>
    internal static SessionClock? Of(FleetSnapshot snapshot, TimeSpan linger, bool hasShip, DateTimeOffset now)
    {
        var table = snapshot.Sessions;
        if (table.Current(now) is { } current)
        {
            return new SessionClock(ClockPhase.Open, $"{current.Title} closes {At(current.Closes, current, now)}.", current.Closes, $"{BreakWords.Of(current, now)} What you save is kept, also after the closing.".TrimStart());
        }

        var (last, next) = (table.Last(now), table.Next(now));
        var opens = next is null ? "" : $"{next.Title} opens {At(next.Opens, next, now)}.";
        return last is not null && (hasShip || next is null)
            ? new SessionClock(ClockPhase.Over, $"{last.Title} is over. {opens}".TrimEnd(), next?.Opens, hasShip ? Staying(snapshot, last, linger, now) : "What you saved is kept.")
            : next is not null ? new SessionClock(ClockPhase.Before, opens, next.Opens, "") : null;
    }

    private static string Staying(FleetSnapshot snapshot, CampSession last, TimeSpan linger, DateTimeOffset now)
    {
        var stays = snapshot.GoalRule == GoalRule.Hand ? "Your machine stays until the organizers take it down"
            : $"Your machine stays while you work on it, until {ZoneTimes.ShowTime(last.Closes + linger, last.Zone)} at the latest; then it is given back";
        return $"What you saved is kept. {stays}{(now - last.Closes > linger ? "" : ". Download what you want to have at hand")}.";
    }

    private static string At(DateTimeOffset moment, CampSession session, DateTimeOffset now) =>
        $"{(moment - now > TimeSpan.FromHours(20) ? ZoneTimes.Show(moment, session.Zone) : "at " + ZoneTimes.ShowTime(moment, session.Zone))} ({session.Zone})";
}
