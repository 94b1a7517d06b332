using Mux.Camp;
using Mux.Fleet;

namespace Mux.Berths;

/// <summary>The attendee's own raised hand, as <c>GET /berth</c> has it.</summary>
/// <param name="About">The tutorial's title; empty: none in particular.</param>
/// <param name="Note">The attendee's own words; may be empty.</param>
/// <param name="Before">Hands before this one to which nobody comes yet.</param>
/// <param name="Helper">Who comes; empty while nobody does.</param>
public sealed record HandView(string About, string Note, int Before, string Helper)
{
    /// <summary>What the helper asks for; null when nothing is asked.</summary>
    public HandQuestionView? Question { get; init; }

    /// <summary>What the helper may do now; null: nothing.</summary>
    public HandLeaveView? Leave { get; init; }

    /// <summary>Null when the attendee's hand is down.</summary>
    internal static HandView? Of(AttendeeId attendee, FleetSnapshot snapshot, CampDefinition camp, DateTimeOffset now) => snapshot.Hands.GetValueOrDefault(attendee) is not { } hand ? null
        : new HandView(Title(camp, hand.Tutorial), hand.Note, hand.Helper is null ? HandRules.Before(hand, snapshot) : 0, hand.Helper?.Name ?? "")
        {
            Question = hand.Question is { } asked ? new HandQuestionView(asked.Id.Value, Title(camp, asked.Tutorial), asked.Typing) : null,
            Leave = HandRules.Open(hand, snapshot, now) is { } leave ? new HandLeaveView(Title(camp, leave.Tutorial), leave.Typing, leave.Until, leave.UsedAt is not null) : null,
        };

    private static string Title(CampDefinition camp, string tutorial) => camp.Tutorial(tutorial)?.Title ?? tutorial;
}

/// <param name="Id">Goes back with the answer, which is to this question and to no later one.</param>
/// <param name="Typing">Looking is open already; this is about typing.</param>
public sealed record HandQuestionView(string Id, string About, bool Typing);

/// <param name="Used">The helper has looked.</param>
public sealed record HandLeaveView(string About, bool Typing, DateTimeOffset Until, bool Used);
