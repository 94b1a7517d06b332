using System.Collections.Immutable;
using Mux.Fleet;
using Mux.Rehearsals;
using Mux.Tests.Fleet;
using Xunit;

namespace Mux.Tests.Rehearsals;

public sealed class GuardTests
{
    private static readonly SessionGoals Goals = new(MaxShips: 80, Standing: 3, Floor: 0, MaxBooting: 10, OpenAt: 5, BootTimeout: TimeSpan.FromMinutes(5), IdleAfter: null, Linger: TimeSpan.FromHours(2));
    private static readonly Rehearsal One = new(new RehearsalId("re-1"), 2, "ada", Given.Noon, Given.Noon.AddMinutes(30), "intro", new GoalBefore(3, GoalRule.Sessions, ""));
    private static readonly Attendee Ada = new(new AttendeeId("a-1"), "Ada", "ada", "", null, Given.Noon, null, "");
    private static readonly CampSession Morning = new("morning", Given.Noon.AddHours(1), Given.Noon.AddHours(3)) { Seats = 10 };

    [Fact]
    public void A_quiet_camp_may_be_rehearsed() => Assert.Null(WhyNot(Given.Fleet(3)));

    [Fact]
    public void Not_with_people_at_work_unless_forced()
    {
        var busy = Given.Fleet(3).With(Ada).WithBerth(Ada.Id, new ShipId("s-1"));
        Assert.Equal("force", WhyNot(busy)?.Field);
        Assert.Null(WhyNot(busy, force: true));
        Assert.Equal("force", WhyNot(Given.Fleet(3).With(Ada with { LineNumber = 1 }))?.Field);
        var standIn = Ada with { Origin = AttendeeOrigin.StandIn };
        Assert.Null(WhyNot(Given.Fleet(3).With(standIn).WithBerth(standIn.Id, new ShipId("s-1"))));
    }

    [Fact]
    public void Not_in_a_session_nor_when_it_could_run_into_its_warming_up()
    {
        var fleet = Given.Fleet(3) with { Sessions = Timetable.Of([Morning]) };
        Assert.Null(WhyNot(fleet));
        Assert.Equal("minutes", WhyNot(fleet, minutes: 59)?.Field);
        Assert.Null(WhyNot(fleet, minutes: 59, force: true));
        Assert.Equal("force", WhyNot(fleet with { Sessions = Timetable.Of([Morning with { Opens = Given.Noon.AddMinutes(-1) }]) })?.Field);
    }

    [Fact]
    public void Never_two_at_once_nor_beside_a_rollout_whatever_is_forced()
    {
        Assert.Equal("seats", WhyNot(Given.Fleet(3) with { Rehearsals = [One] }, force: true)?.Field);
        Assert.Null(WhyNot(Given.Fleet(3) with { Rehearsals = [One with { State = RehearsalState.Done }] }));
        var rollout = new Rollout(new RolloutId("r-1"), "intro", Given.NewTarget.Image, "", "", "ada", Given.Noon);
        Assert.Equal("seats", WhyNot(Given.Fleet(3) with { Rollouts = ImmutableDictionary<RolloutId, Rollout>.Empty.Add(rollout.Id, rollout) }, force: true)?.Field);
    }

    [Fact]
    public void It_gives_way_to_people_to_another_goal_and_to_whoever_stops_it()
    {
        var on = Given.Fleet(3) with { Rehearsals = [One], GoalRule = GoalRule.Rehearsal };
        Assert.Equal("", RehearsalGuard.WhyStop(on, One));
        Assert.Contains("people go first", RehearsalGuard.WhyStop(on.With(Ada with { LineNumber = 1 }), One), StringComparison.Ordinal);
        Assert.Equal("", RehearsalGuard.WhyStop(on.With(Ada with { LineNumber = 1 }), One with { Force = true }));
        Assert.Contains("another goal", RehearsalGuard.WhyStop(on with { GoalRule = GoalRule.Hand }, One), StringComparison.Ordinal);
        Assert.Equal("ada stopped it", RehearsalGuard.WhyStop(on with { Rehearsals = [One with { StopReason = "ada stopped it" }] }, One));
    }

    [Fact]
    public void Its_goal_stands_while_it_is_on_and_its_ships_open_no_doors()
    {
        var on = Given.Fleet(40) with { Rehearsals = [One], GoalRule = GoalRule.Rehearsal };
        var ready = on with { Ships = Enumerable.Range(0, 6).Select(n => Given.Available($"s-222222222{n}")).ToImmutableDictionary(ship => ship.Id) };
        var decision = SessionPlanner.Decide(ready, Goals, Given.Noon);
        Assert.Equal((40, "for a rehearsal", false), (decision.Goal, decision.Why, decision.DoorsOpen));
        Assert.True(SessionPlanner.Decide(ready with { Rehearsals = [] }, Goals, Given.Noon).DoorsOpen);
        Assert.True(SessionPlanner.Decide(ready with { DoorsOpen = true }, Goals, Given.Noon).DoorsOpen);
    }

    private static Mux.Orders.Refusal? WhyNot(FleetSnapshot fleet, bool force = false, int minutes = 30) => RehearsalGuard.WhyNot(fleet, force, Goals, Given.Noon.AddMinutes(minutes), Given.Noon);
}
