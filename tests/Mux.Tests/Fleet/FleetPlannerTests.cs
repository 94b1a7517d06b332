using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class FleetPlannerTests
{
    private static readonly FleetGoals Goals = new(MaxBooting: 4, BootTimeout: TimeSpan.FromMinutes(5), LostAfter: TimeSpan.FromSeconds(30), ["intro"]);
    private static readonly HashSet<ShipId> Nothing = [];

    private static readonly Gen<Ship> Ships =
        from number in Gen.Choose(0, 999_999)
        from state in Gen.Elements(Enum.GetValues<ShipState>())
        from quarantined in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from link in Gen.Elements(Enum.GetValues<ShipLink>())
        from failures in Gen.Choose(0, 5)
        let ship = Given.In(state)
        select ship with
        {
            Id = new ShipId($"s-{number}"), Quarantined = quarantined, Attendee = ship.Attendee is null ? null : new AttendeeId($"a-{number}"),
            Vitals = ship.Vitals with { Link = link, LinkSince = Given.Noon, ProbeFailures = failures },
        };

    private static readonly Arbitrary<(FleetSnapshot Fleet, int Seconds)> Fleets = (
        from ships in Gen.ListOf(Ships)
        from goal in Gen.Choose(0, 30)
        from seconds in Gen.Choose(0, 400)
        select (Given.Fleet(goal, [.. ships.DistinctBy(ship => ship.Id)]), seconds)).ToArbitrary();

    // Mutants that it or the loop below caught: booting ships not counted, scale-in that takes attendees.
    [Fact]
    public void No_plan_overshoots_and_no_scale_in_takes_a_ship_in_use() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Fleets, given =>
    {
        var (fleet, seconds) = given;
        var actions = FleetPlanner.Decide(fleet, Goals, Nothing, Given.Noon + TimeSpan.FromSeconds(seconds));
        var ends = actions.OfType<FleetAction.End>().ToList();
        var ending = ends.Select(end => end.Ship).ToHashSet();
        var live = fleet.Ships.Values.Where(ship => ship is { IsLive: true, Quarantined: false } && !ending.Contains(ship.Id)).ToList();
        var planned = actions.OfType<FleetAction.Plan>().Sum(plan => plan.Count);
        Assert.True(planned == 0 || live.Count + planned <= fleet.Goal, "more than the goal");
        Assert.True(planned == 0 || live.Count(ship => ship.State is ShipState.Pending or ShipState.Booting) + planned <= Goals.MaxBooting, "more than may boot");
        Assert.All(ends.Where(end => end.Cause == TerminationCause.ScaledIn), end => Assert.Null(fleet.Ships[end.Ship].Attendee));
        Assert.True(ends.All(end => end.Cause != TerminationCause.ScaledIn) || live.Count >= fleet.Goal, "scaled in below the goal");
        Assert.Equal(ending.Count, ends.Count);
    }));

    [Fact]
    public void A_ship_that_waits_for_a_last_copy_ends_with_it_or_when_its_time_is_up_and_is_replaced_before()
    {
        var until = Given.Noon + TimeSpan.FromSeconds(90);
        var leaving = Given.Running().After(new ShipEvent.Departing(TerminationCause.Organizer, "enough", until));
        Assert.Equal((ShipState.Running, 2ul), (leaving.State, leaving.Leaving!.Generation));
        Assert.Equal(new FleetAction.Plan(1), Assert.Single(FleetPlanner.Decide(Given.Fleet(1, leaving), Goals, null, Given.Noon)));

        var copied = leaving.After(Given.Healthy(leaving, 5) with { Vitals = ShipVitals.None with { CopiedGeneration = 2 } });
        var end = new FleetAction.End(leaving.Id, TerminationCause.Organizer, "enough", Certain: true);
        Assert.Contains(end, FleetPlanner.Decide(Given.Fleet(1, copied), Goals, null, Given.Noon));
        Assert.Contains(end, FleetPlanner.Decide(Given.Fleet(1, leaving), Goals, null, until));
        Assert.Equal((ShipState.Terminated, "enough"), (copied.After(new ShipEvent.Ended(end.Cause, end.Reason, end.Certain)).State, end.Reason));
    }

    // Found: until a clock that was set back had caught up, no ship came up.
    [Theory]
    [InlineData(3600, true)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void A_ship_that_was_probed_in_the_future_is_probed_again(int seconds, bool again)
    {
        var ship = Given.Booting();
        ship = ship.After(Given.Healthy(ship, 5));
        ship = ship with { Vitals = ship.Vitals with { Link = ShipLink.Connected, ProbedAt = Given.Noon.AddSeconds(seconds) } };
        Assert.Equal(again, FleetPlanner.Decide(Given.Fleet(1, ship), Goals, null, Given.Noon).Contains(new FleetAction.Probe(ship.Id)));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(7, 0)]
    [InlineData(3, 40)]
    [InlineData(40, 3)]
    public void The_loop_comes_to_rest_at_the_goal(int from, int to)
    {
        var cloud = new SimulatedCloud(Goals);
        cloud.Run(from);
        Assert.Equal(from, cloud.Fleet.Count(ShipState.Available));
        cloud.Run(to);
        Assert.Equal(to, cloud.Fleet.Count(ShipState.Available));
        Assert.Equal(to, cloud.Machines.Count);
        Assert.True(cloud.MostBooting <= Goals.MaxBooting);
    }

    [Fact]
    public void A_restart_loses_nobody_whose_data_path_answers()
    {
        var cloud = new SimulatedCloud(Goals);
        cloud.Run(8);
        cloud.RestartMux();
        cloud.Agents = false;
        cloud.Run(8, passes: 400);
        Assert.DoesNotContain(cloud.Fleet.Ships.Values, ship => ship.Cause == TerminationCause.Lost);
    }

    [Fact]
    public void After_boots_that_failed_it_waits_longer_each_time()
    {
        TimeSpan Pause(int failures)
        {
            var ended = Enumerable.Range(0, failures).Select(i => Given.Booting($"s-{i}").After(new ShipEvent.Ended(TerminationCause.Failed, "")) with { Reclaimed = true }).ToArray();
            return Enumerable.Range(0, 600).Select(second => TimeSpan.FromSeconds(second))
                .First(pause => FleetPlanner.Decide(Given.Fleet(3, ended), Goals, Nothing, Given.Noon + pause).OfType<FleetAction.Plan>().Any());
        }

        Assert.Equal([0, 5, 10, 20, 40, 80, 120, 120], new[] { 0, 1, 2, 3, 4, 5, 6, 9 }.Select(failures => (int)Pause(failures).TotalSeconds));
    }

    [Fact]
    public void A_boot_that_worked_ends_the_waiting()
    {
        var failed = Given.Booting("s-1").After(new ShipEvent.Ended(TerminationCause.Failed, ""));
        Assert.Contains(FleetPlanner.Decide(Given.Fleet(3, failed, Given.Available("s-2")), Goals, Nothing, Given.Noon), action => action is FleetAction.Plan { Count: 2 });
    }

    [Theory]
    [InlineData(3, false, 31, true)] // the data path is dead and the provider agrees
    [InlineData(3, true, 31, false)] // the provider sees it alive
    [InlineData(2, false, 31, false)] // not enough looks
    [InlineData(3, false, 29, false)] // too early
    [InlineData(3, true, 121, true)] // dead on every path for too long
    [InlineData(3, null, 31, false)] // the provider could not be asked
    [InlineData(0, false, 10_000, false)] // the agent and the machine's row are gone, but the attendee works on
    public void A_ship_is_lost_only_when_data_path_and_provider_agree(int failures, bool? alive, int seconds, bool lost)
    {
        var ship = Given.Running().After(new ShipEvent.StreamLost(Given.Stream));
        ship = ship with { Vitals = ship.Vitals with { ProbeFailures = failures } };
        HashSet<ShipId>? seen = alive switch { null => null, true => [ship.Id], false => [] };
        var actions = FleetPlanner.Decide(Given.Fleet(1, ship), Goals, seen, Given.Noon + TimeSpan.FromSeconds(seconds));
        Assert.Equal(lost, actions.Any(action => action is FleetAction.End { Cause: TerminationCause.Lost }));
    }

    [Fact]
    public void A_ship_that_does_not_answer_is_looked_at_once_a_second_not_at_every_pass()
    {
        var ship = Given.Running().After(new ShipEvent.StreamLost(Given.Stream), new ShipEvent.Probed(1, false));
        Assert.Empty(FleetPlanner.Decide(Given.Fleet(1, ship), Goals, null, Given.Noon + TimeSpan.FromMilliseconds(999)));
        Assert.IsType<FleetAction.Probe>(Assert.Single(FleetPlanner.Decide(Given.Fleet(1, ship), Goals, null, Given.Noon + TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void A_ship_that_has_just_become_ready_is_looked_at_at_once()
    {
        var booting = Given.Booting().After(new ShipEvent.Probed(1, false));
        Assert.IsType<FleetAction.Probe>(Assert.Single(FleetPlanner.Decide(Given.Fleet(1, booting.After(Given.Healthy(booting, 1))), Goals, null, Given.Noon)));
    }

    [Fact]
    public void Nothing_is_planned_before_every_tutorial_has_its_image() =>
        Assert.Empty(FleetPlanner.Decide(Given.Fleet(3), Goals with { Tutorials = ["intro", "other"] }, Nothing, Given.Noon));

    [Fact]
    public void Files_of_an_attendee_are_kept_and_others_are_not()
    {
        var who = new AttendeeId("a-1");
        var fleet = Given.Fleet(0, Given.Running().After(new ShipEvent.Ended(TerminationCause.Released, "")), Given.Terminated("s-3"));
        fleet = fleet with { Attendees = fleet.Attendees.Add(who, new Attendee(who, "Ada", "ada", "", null, Given.Noon, null, "")) };
        var reclaims = FleetPlanner.Decide(fleet, Goals, Nothing, Given.Noon).OfType<FleetAction.Reclaim>().ToDictionary(reclaim => reclaim.Ship.Value, reclaim => reclaim.KeepHomes);
        Assert.Equal([("s-2222222222", true), ("s-3", false)], reclaims.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void An_ended_ship_is_forgotten_only_once_its_machine_is_gone()
    {
        var later = Given.Noon + TimeSpan.FromDays(2);
        Assert.IsType<FleetAction.Reclaim>(Assert.Single(FleetPlanner.Decide(Given.Fleet(0, Given.Terminated()), Goals, Nothing, later)));
        Assert.IsType<FleetAction.Forget>(Assert.Single(FleetPlanner.Decide(Given.Fleet(0, Given.Terminated().After(new ShipEvent.Reclaimed())), Goals, Nothing, later)));
    }
}
