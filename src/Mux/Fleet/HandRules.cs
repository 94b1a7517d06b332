namespace Mux.Fleet;

/// <summary>How a raised hand goes on: pure functions of the hand, the snapshot and the time.</summary>
internal static class HandRules
{
    /// <summary>In order of arrival; those to whom somebody comes keep their place.</summary>
    public static IEnumerable<Hand> InOrder(FleetSnapshot snapshot) => snapshot.Hands.Values.OrderBy(hand => hand.RaisedAt).ThenBy(hand => hand.Id.Value, StringComparer.Ordinal);

    /// <summary>Hands that were raised before this one and that nobody has taken yet.</summary>
    public static int Before(Hand hand, FleetSnapshot snapshot) => snapshot.Hands.Values.Count(other =>
        other.Helper is null && (other.RaisedAt, other.Id.Value).CompareTo((hand.RaisedAt, hand.Id.Value)) < 0);

    public static Hand? Find(FleetSnapshot snapshot, string id) => snapshot.Hands.Values.FirstOrDefault(hand => hand.Id.Value == id);

    /// <summary>One line without control characters, cut to what a note may be.</summary>
    public static string Note(string typed)
    {
        var line = string.Concat(typed.Take(4 * Hand.LongestNote).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return line.Length <= Hand.LongestNote ? line : line[..Hand.LongestNote];
    }

    /// <summary>Another helper starts anew: what was asked or opened was for the one before.</summary>
    public static Hand TakenBy(Hand hand, Helper helper) => hand.Helper?.Key == helper.Key ? hand : hand with { Helper = helper, Question = null, Leave = null };

    /// <summary>While looking is open, a question is about typing.</summary>
    public static Hand Asked(Hand hand, string tutorial, FleetSnapshot snapshot, DateTimeOffset now) =>
        Open(hand, snapshot, now) is { } open
            ? hand with { Question = new LeaveQuestion(LeaveId.New(), open.Tutorial, Typing: true, now) }
            : hand with { Question = new LeaveQuestion(LeaveId.New(), tutorial, Typing: false, now), Leave = null };

    /// <summary>Null when that question is not to be answered so: it is another by now, its ship is gone, or looking is open and the answer is to look.</summary>
    /// <param name="lasts">From now on; a leave to type replaces the one to look and has a time of its own.</param>
    public static Hand? Answered(Hand hand, LeaveId question, LeaveAnswer answer, TimeSpan lasts, FleetSnapshot snapshot, DateTimeOffset now)
    {
        if (hand.Question is not { } asked || asked.Id != question)
        {
            return null;
        }

        if (answer == LeaveAnswer.No)
        {
            return hand with { Question = null };
        }

        return snapshot.ShipOf(hand.Attendee) is not { } ship || (asked.Typing && answer == LeaveAnswer.Look)
            ? null
            : hand with { Question = null, Leave = new Leave(asked.Id, asked.Tutorial, answer == LeaveAnswer.Type, now, now + lasts, ship.Id) };
    }

    public static Hand Closed(Hand hand) => hand with { Leave = null };

    /// <summary>The hand's leave, if it is good at this moment.</summary>
    public static Leave? Open(Hand hand, FleetSnapshot snapshot, DateTimeOffset now) => WhyEnded(hand, snapshot, now) is null ? hand.Leave : null;

    /// <summary>What has ended the hand's leave, for people; null while it is open, or when there is none.</summary>
    public static string? WhyEnded(Hand hand, FleetSnapshot snapshot, DateTimeOffset now) => hand.Leave is not { } leave ? null
        : leave.Until <= now ? "the time was up"
        : snapshot.Berths.GetValueOrDefault(hand.Attendee) != leave.Ship ? "the ship was replaced"
        : !snapshot.LoginIndex.Of(hand.Attendee).Any(login => login.ExpiresAt > now) ? "the attendee logged out"
        : null;
}
