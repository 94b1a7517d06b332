using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class SessionPlannerTests
{
    private static readonly SessionGoals Goals = new(MaxShips: 80, Standing: 3, Floor: 0, MaxBooting: 10, OpenAt: 5, BootTimeout: TimeSpan.FromMinutes(5), IdleAfter: null, Linger: TimeSpan.FromHours(2));
    private static readonly BootTimes OneMinute = Boots(1);

    private static readonly CampSession Morning = new("morning", Given.Noon.AddHours(2), Given.Noon.AddHours(4))
    {
        Seats = 40, Spare = 2, WarmBy = Given.Noon.AddHours(2).AddMinutes(-15),
    };

    private static readonly Arbitrary<(FleetSnapshot Fleet, int Minutes)> Moments = (
        from running in Gen.Choose(0, 60)
        from free in Gen.Choose(0, 60)
        from waiting in Gen.Choose(0, 120)
        from reserved in Gen.Choose(0, 20)
        from minutes in Gen.Choose(0, 400)
        select (Fleet(Morning with { Reserved = reserved }, running, free, waiting), minutes)).ToArbitrary();

    // Mutants that it caught: the target without what is there already, the queue beyond max_ships, free ships not counted for the queue.
    [Fact]
    public void Inside_a_session_the_fleet_never_shrinks_and_never_exceeds_the_maximum() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Moments, given =>
    {
        var (fleet, minutes) = given;
        var now = Given.Noon.AddMinutes(minutes);
        var decision = SessionPlanner.Decide(fleet, Goals, now);
        Assert.True(decision.Goal <= Math.Max(Goals.MaxShips, fleet.Index.Counted), "beyond the maximum");
        if (fleet.Sessions.Current(now) is { } session)
        {
            Assert.True(decision.Goal >= fleet.Index.Counted, "shrinks inside a session");
            Assert.Empty(decision.Releases);
            Assert.True(decision.Goal >= Math.Min(Goals.MaxShips, fleet.Count(ShipState.Running) + fleet.Line.Count), "the queue is not served");
            Assert.True(decision.Goal >= session.Wanted, "fewer than the seats");
        }
    }));

    [Fact]
    public void Ships_are_launched_just_early_enough()
    {
        // 42 ships, 10 at a time, a minute each: five rounds and one to spare before 13:45.
        Assert.Equal(Given.Noon.AddHours(2).AddMinutes(-21), WarmUp.Start(Morning, OneMinute, Goals));
        Assert.Equal([0, 42], new[] { 98, 99 }.Select(minutes => SessionPlanner.Decide(Fleet(Morning, 0, 0, 0), Goals, Given.Noon.AddMinutes(minutes)).Goal));
    }

    [Fact]
    public void Slow_boots_begin_earlier_and_no_boot_seen_counts_as_slow()
    {
        Assert.Equal(6 * 4, WarmUp.Lead(Morning, Boots(4), Goals).TotalMinutes);
        Assert.Equal(6 * 2, WarmUp.Lead(Morning, BootTimes.None.With(TimeSpan.FromMinutes(1)), Goals).TotalMinutes); // one boot is not yet a measure
        Assert.Equal(6 * 3, WarmUp.Lead(Morning, BootTimes.None, Goals).TotalMinutes);
    }

    [Fact]
    public void No_shows_are_taken_off_and_running_ships_count_for_their_attendees()
    {
        var session = Morning with { NoShows = 25, Spare = 3 };
        Assert.Equal(33, session.Wanted);
        Assert.Equal(33, SessionPlanner.Decide(Fleet(session, 20, 0, 0), Goals, Morning.Opens).Goal);
        Assert.Equal(43, SessionPlanner.Decide(Fleet(session, 40, 0, 0), Goals, Morning.Opens).Goal);
    }

    [Fact]
    public void A_queue_raises_the_goal_at_once_up_to_the_maximum()
    {
        Assert.Equal(52, SessionPlanner.Decide(Fleet(Morning, 40, 0, 10), Goals, Morning.Opens).Goal);
        Assert.Equal(80, SessionPlanner.Decide(Fleet(Morning, 40, 0, 500), Goals, Morning.Opens).Goal);
        Assert.EndsWith("and its queue", SessionPlanner.Decide(Fleet(Morning, 40, 0, 10), Goals, Morning.Opens).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 11)] // the floor is kept beside the ships in use
    public void After_the_closing_only_ships_in_use_and_the_floor_stay(int floor, int goal) =>
        Assert.Equal(floor == 0 ? 7 : goal, SessionPlanner.Decide(Fleet(Morning, 7, 30, 0), Goals with { Floor = floor }, Morning.Closes).Goal);

    [Fact]
    public void Ships_that_the_next_session_needs_soon_are_kept()
    {
        var next = Morning with { Name = "next", Opens = Morning.Closes.AddHours(1), Closes = Morning.Closes.AddHours(2), WarmBy = Morning.Closes.AddMinutes(50), Seats = 20 };
        var fleet = Fleet(Morning, 7, 30, 0) with { Sessions = Timetable.Of([Morning, next]) };
        var decision = SessionPlanner.Decide(fleet, Goals, Morning.Closes.AddMinutes(1));
        Assert.Equal((22, "kept for session next"), (decision.Goal, decision.Why));
        Assert.Empty(decision.Releases);
    }

    [Fact]
    public void The_organizers_number_overrides_until_it_is_taken_back()
    {
        var fleet = Fleet(Morning, 0, 0, 9) with { GoalRule = GoalRule.Hand, Goal = 5 };
        Assert.Equal((5, "by hand"), (SessionPlanner.Decide(fleet, Goals, Morning.Opens).Goal, SessionPlanner.Decide(fleet, Goals, Morning.Opens).Why));
        Assert.Equal(42, SessionPlanner.Decide(fleet with { GoalRule = GoalRule.Sessions }, Goals, Morning.Opens).Goal);
    }

    [Fact]
    public void A_camp_without_sessions_has_the_files_number() => Assert.Equal(3, SessionPlanner.Decide(Given.Fleet(-1), Goals, Given.Noon).Goal);

    [Theory]
    [InlineData("Time", 119, 30, false)]
    [InlineData("Time", 120, 0, true)]
    [InlineData("Time", 240, 30, false)]
    [InlineData("Ready", 104, 30, false)]
    [InlineData("Ready", 105, 4, false)]
    [InlineData("Ready", 105, 5, true)]
    [InlineData("Hand", 130, 30, false)]
    public void Doors_open_by_time_by_readiness_or_by_hand(string rule, int minutes, int free, bool open) =>
        Assert.Equal(open, SessionPlanner.Decide(Fleet(Morning with { Doors = Enum.Parse<DoorsRule>(rule) }, 0, free, 0), Goals, Given.Noon.AddMinutes(minutes)).DoorsOpen);

    [Fact]
    public void An_organizers_word_on_the_doors_stands_until_the_session_closes()
    {
        var fleet = Fleet(Morning, 0, 0, 0);
        var opened = fleet with { DoorsOrder = new DoorsOrder(true, Given.Noon) };
        var shut = fleet with { DoorsOrder = new DoorsOrder(false, Given.Noon) };
        Assert.True(SessionPlanner.Decide(opened, Goals, Given.Noon).DoorsOpen);
        Assert.False(SessionPlanner.Decide(shut, Goals, Morning.Opens).DoorsOpen);
        Assert.False(SessionPlanner.Decide(opened, Goals, Morning.Closes).DoorsOpen);
    }

    [Theory]
    [InlineData(19, 0, null, false)]
    [InlineData(20, 0, null, true)]
    [InlineData(60, 1, null, false)] // a kernel is busy
    [InlineData(60, 0, 45, false)] // the attendee did something after the closing
    [InlineData(66, 0, 45, true)]
    [InlineData(120, 1, 119, true)] // nothing lingers for ever
    public void After_a_session_a_ship_goes_back_when_nobody_works_on_it(int minutes, int busy, int? usedMinutes, bool released)
    {
        var used = usedMinutes is { } after ? Morning.Closes.AddMinutes(after) : (DateTimeOffset?)null;
        var ship = Given.Running() with
        {
            Vitals = new ShipVitals { Link = ShipLink.Connected, LastReportAt = Given.Noon, UsedAt = used, Tutorials = [new TutorialVitals("intro", 0, 0, 1, busy, 3, Given.Noon)] },
        };
        var fleet = Given.Fleet(1, ship) with { Sessions = Timetable.Of([Morning]), Boots = OneMinute };
        Assert.Equal(released, !SessionPlanner.Decide(fleet, Goals, Morning.Closes.AddMinutes(minutes)).Releases.IsEmpty);
    }

    [Fact]
    public void Open_tabs_alone_do_not_hold_a_ship()
    {
        var ship = Given.Running() with { Vitals = new ShipVitals { Link = ShipLink.Connected, LastReportAt = Given.Noon, Tutorials = [new TutorialVitals("intro", 0, 0, 1, 0, 9, Given.Noon)] } };
        var idle = Goals with { IdleAfter = TimeSpan.FromMinutes(30) };
        Assert.Single(SessionPlanner.Decide(Given.Fleet(1, ship), idle, Given.Noon.AddMinutes(30)).Releases);
        Assert.Empty(SessionPlanner.Decide(Given.Fleet(1, ship), Goals, Given.Noon.AddMinutes(30)).Releases);
        Assert.Empty(SessionPlanner.Decide(Given.Fleet(1, ship with { Vitals = ship.Vitals with { Link = ShipLink.Suspect } }), idle, Given.Noon.AddHours(9)).Releases);
    }

    [Fact]
    public void Whether_the_ships_will_be_there_in_time_is_said_and_not_guessed()
    {
        string Said(FleetSnapshot fleet, int minutes) => SessionForecast.Of(Morning, fleet, Goals, Given.Noon.AddMinutes(minutes)).Sentence;
        Assert.Equal("ready 60 s before it must be", Said(Fleet(Morning, 0, 0, 0), 0));
        Assert.Contains("no boot was seen", Said(Fleet(Morning, 0, 0, 0) with { Boots = BootTimes.None }, 0), StringComparison.Ordinal);
        Assert.StartsWith("ready: 42 of 42", Said(Fleet(Morning, 2, 40, 0), 110), StringComparison.Ordinal);
        Assert.StartsWith("ready 10 minutes later than asked, 5 minutes before", Said(Fleet(Morning, 0, 0, 0), 110), StringComparison.Ordinal);
        Assert.StartsWith("late:", Said(Fleet(Morning, 0, 0, 0), 119), StringComparison.Ordinal);
        Assert.Contains("mux scale auto", Said(Fleet(Morning, 0, 0, 0) with { GoalRule = GoalRule.Hand, Goal = 5 }, 119), StringComparison.Ordinal);
    }

    private static BootTimes Boots(int minutes) => Enumerable.Range(0, 10).Aggregate(BootTimes.None, (boots, _) => boots.With(TimeSpan.FromMinutes(minutes)));

    private static FleetSnapshot Fleet(CampSession session, int running, int free, int waiting)
    {
        var ships = Enumerable.Range(0, running).Select(i => Given.Running($"a-{i}", $"s-r{i}")).Concat(Enumerable.Range(0, free).Select(i => Given.Available($"s-f{i}")));
        var people = Enumerable.Range(0, waiting).Select(i => new Attendee(new AttendeeId($"a-w{i}"), "", $"w{i}", "", null, Given.Noon, i + 1, ""));
        return people.Aggregate(Given.Fleet(0, [.. ships]) with { Sessions = Timetable.Of([session]), Boots = OneMinute }, (fleet, who) => fleet.With(who));
    }
}
