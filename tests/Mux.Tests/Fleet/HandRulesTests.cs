using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class HandRulesTests
{
    private static readonly AttendeeId Ada = new("a-1");
    private static readonly Helper Ana = new("t-1", "Ana");
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly Hand Raised = new(HandId.New(), Ada, "intro", "it hangs", Given.Noon);

    [Fact]
    public void Hands_stand_in_order_of_arrival_and_those_to_whom_somebody_comes_are_not_before_anybody()
    {
        var (first, second, third) = (HandOf("a-1", 0), HandOf("a-2", 1), HandOf("a-3", 2));
        var snapshot = With(third, first, second);
        Assert.Equal([first, second, third], HandRules.InOrder(snapshot));
        Assert.Equal((0, 1, 2), (HandRules.Before(first, snapshot), HandRules.Before(second, snapshot), HandRules.Before(third, snapshot)));
        Assert.Equal(1, HandRules.Before(third, With(third, HandRules.TakenBy(first, Ana), second)));
    }

    [Theory]
    [InlineData("  it\nhangs\u0007 ", "it hangs")]
    [InlineData("", "")]
    public void A_note_is_one_line(string typed, string note) => Assert.Equal(note, HandRules.Note(typed));

    [Fact]
    public void A_note_is_cut() => Assert.Equal(Hand.LongestNote, HandRules.Note(new string('x', 1_000_000)).Length);

    [Fact]
    public void Nothing_is_open_until_the_attendee_says_yes_to_this_very_question()
    {
        var asked = Ask(HandRules.TakenBy(Raised, Ana));
        Assert.Null(HandRules.Open(asked, Aboard, Given.Noon));
        Assert.Null(HandRules.Answered(asked, LeaveId.New(), LeaveAnswer.Look, Quarter, Aboard, Given.Noon));
        Assert.Null(HandRules.Answered(Raised, asked.Question!.Id, LeaveAnswer.Look, Quarter, Aboard, Given.Noon));
        var refused = HandRules.Answered(asked, asked.Question.Id, LeaveAnswer.No, Quarter, Aboard, Given.Noon)!;
        Assert.Equal((null, null), (refused.Question, refused.Leave));
        var open = Answer(asked, LeaveAnswer.Look);
        Assert.Equal((false, "intro", Given.Noon + Quarter), (open.Leave!.Typing, open.Leave.Tutorial, open.Leave.Until));
        Assert.NotNull(HandRules.Open(open, Aboard, Given.Noon));
    }

    [Fact]
    public void Typing_needs_a_new_consent_and_has_a_time_of_its_own()
    {
        var looking = Answer(Ask(HandRules.TakenBy(Raised, Ana)), LeaveAnswer.Look);
        var later = Given.Noon.AddMinutes(10);
        var asked = HandRules.Asked(looking, "other", Aboard, later);
        Assert.True(asked.Question!.Typing);
        Assert.Equal("intro", asked.Question.Tutorial);
        Assert.False(HandRules.Open(asked, Aboard, later)!.Typing);
        Assert.Null(HandRules.Answered(asked, asked.Question.Id, LeaveAnswer.Look, Quarter, Aboard, later));
        Assert.False(HandRules.Answered(asked, asked.Question.Id, LeaveAnswer.No, Quarter, Aboard, later)!.Leave!.Typing);
        var typing = HandRules.Answered(asked, asked.Question.Id, LeaveAnswer.Type, Quarter, Aboard, later)!;
        Assert.Equal((true, later + Quarter), (typing.Leave!.Typing, typing.Leave.Until));
        Assert.NotEqual(looking.Leave!.Id, typing.Leave.Id);
    }

    [Fact]
    public void It_ends_with_its_time_its_ship_and_the_attendees_last_login()
    {
        var open = Answer(Ask(HandRules.TakenBy(Raised, Ana)), LeaveAnswer.Type);
        Assert.Null(HandRules.WhyEnded(open, Aboard, Given.Noon + Quarter - TimeSpan.FromTicks(1)));
        Assert.Contains("time", HandRules.WhyEnded(open, Aboard, Given.Noon + Quarter), StringComparison.Ordinal);
        Assert.Contains("ship", HandRules.WhyEnded(open, Aboard.WithoutBerth(Ada), Given.Noon), StringComparison.Ordinal);
        Assert.Contains("ship", HandRules.WhyEnded(open, Aboard.WithBerth(Ada, new ShipId("s-other")), Given.Noon), StringComparison.Ordinal);
        Assert.Contains("logged out", HandRules.WhyEnded(open, Aboard.WithoutLogin("key"), Given.Noon), StringComparison.Ordinal);
        Assert.Null(HandRules.Open(open, Aboard.WithoutLogin("key"), Given.Noon));
    }

    [Fact]
    public void Another_helper_starts_with_nothing_open_and_the_same_one_loses_nothing()
    {
        var open = Answer(Ask(HandRules.TakenBy(Raised, Ana)), LeaveAnswer.Look);
        Assert.Same(open, HandRules.TakenBy(open, Ana));
        var other = HandRules.TakenBy(open, Ana with { Key = "t-2" });
        Assert.Equal((null, null), (other.Leave, other.Question));
    }

    [Fact]
    public void Without_a_ship_there_is_nothing_to_open()
    {
        var asked = Ask(HandRules.TakenBy(Raised, Ana));
        Assert.Null(HandRules.Answered(asked, asked.Question!.Id, LeaveAnswer.Look, Quarter, Aboard.WithoutBerth(Ada), Given.Noon));
    }

    private static FleetSnapshot Aboard { get; } = FleetSnapshot.Empty.With(Given.Running()).WithBerth(Ada, Given.Running().Id).With(new LoginSession("key", Ada, Given.Noon.AddHours(1)));

    private static Hand HandOf(string attendee, int second) => Raised with { Id = HandId.New(), Attendee = new AttendeeId(attendee), RaisedAt = Given.Noon.AddSeconds(second) };

    private static FleetSnapshot With(params Hand[] hands) => FleetSnapshot.Empty with { Hands = FleetSnapshot.Empty.Hands.AddRange(hands.Select(hand => KeyValuePair.Create(hand.Attendee, hand))) };

    private static Hand Ask(Hand hand) => HandRules.Asked(hand, "intro", Aboard, Given.Noon);

    private static Hand Answer(Hand hand, LeaveAnswer answer) => HandRules.Answered(hand, hand.Question!.Id, answer, Quarter, Aboard, Given.Noon)!;
}
