using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class RolloutPlannerTests
{
    private static readonly RolloutPolicy Policy = new(Canary: 1, Parallel: 3, MaxFailures: 1, Patience: TimeSpan.FromMinutes(5));

    [Fact]
    public void All_fetch_then_a_canary_that_nobody_uses_then_idle_ships_then_those_in_use()
    {
        var sea = new Sea([Given.Running("a-1", "s-1"), Given.Available("s-2"), Given.Available("s-3")], Policy);
        sea.Pass();
        Assert.Equal(["s-2", "s-3", "s-1"], sea.Fetching);
        Assert.Empty(sea.Told);
        sea.PassTwice();
        Assert.Equal(["s-2"], sea.Told);
        sea.Take("s-2");
        sea.PassTwice();
        Assert.Equal(["s-2", "s-3"], sea.Told);
        sea.Take("s-3");
        sea.Pass();
        Assert.Equal(["s-2", "s-3", "s-1"], sea.Told);
    }

    [Fact]
    public void When_every_ship_took_it_it_has_succeeded()
    {
        var sea = new Sea([.. Enumerable.Range(0, 9).Select(i => Given.Available($"s-{i}"))], Policy);
        sea.RunUntilOver(ship => sea.Take(ship));
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
        Assert.All(sea.Fleet.Ships.Values, ship => Assert.Equal(Given.NewTarget.Image, ship.Targets["intro"].Image));
        Assert.True(sea.MostAtOnce <= Policy.Parallel);
    }

    [Fact]
    public void A_canary_that_fails_halts_it_keeps_its_log_and_goes_back()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy);
        sea.RunUntilOver(ship => sea.Refuse(ship));
        Assert.Equal(RolloutState.Halted, sea.Rollout.State);
        Assert.Equal(["s-1"], sea.Told);
        Assert.Equal(("hook failed", "last words", 3), (sea.Rollout.Ships["s-1"].Reason, sea.Rollout.Ships["s-1"].Log, sea.Rollout.Ships["s-1"].ExitCode));
        Assert.All(sea.Fleet.Ships.Values, ship => Assert.Equal(Given.OldTarget.Image, ship.Targets["intro"].Image));
    }

    [Fact]
    public void Ships_that_are_under_way_at_a_halt_go_back_and_those_that_took_it_keep_it()
    {
        var sea = new Sea([.. Enumerable.Range(1, 4).Select(i => Given.Available($"s-{i}"))], Policy);
        sea.PassTwice();
        sea.Take("s-1");
        sea.Pass();
        sea.Refuse("s-3");
        sea.Pass();
        Assert.Equal(RolloutState.Halted, sea.Rollout.State);
        Assert.Equal(
            [Given.NewTarget.Image, Given.OldTarget.Image, Given.OldTarget.Image, Given.OldTarget.Image],
            sea.Fleet.Ships.Values.OrderBy(ship => ship.Id.Value).Select(ship => ship.Targets["intro"].Image));
    }

    // Found: an idle ship that waited for the end of the others on the image that had failed was given up as one that does not boot.
    [Fact]
    public void A_ship_that_failed_goes_back_at_once_even_when_too_few_failed_to_stop_the_others()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy with { MaxFailures = 2 });
        sea.PassTwice();
        sea.Refuse("s-1");
        sea.Pass();
        Assert.Equal((RolloutState.Running, Given.OldTarget.Image), (sea.Rollout.State, sea.ImageOf("s-1")));
        sea.RunUntilOver(ship => sea.Take(ship));
        Assert.Equal((RolloutState.Halted, Given.NewTarget.Image), (sea.Rollout.State, sea.ImageOf("s-2")));
    }

    [Fact]
    public void Without_ships_it_has_succeeded_at_once()
    {
        var sea = new Sea([], Policy);
        sea.Pass();
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
    }

    [Fact]
    public void A_ship_that_comes_up_meanwhile_gets_the_image_too_and_one_launched_after_the_canary_has_it_from_the_start()
    {
        var sea = new Sea([Given.Available("s-1")], Policy);
        sea.Pass();
        sea.Put(Given.Available("s-2"));
        Assert.Equal(Given.OldTarget, RolloutPlanner.TargetsOfNewShips(sea.Fleet with { Rollouts = sea.Fleet.Rollouts.Add(sea.Rollout.Id, sea.Rollout) }, 1)["intro"]);
        sea.RunUntilOver(ship =>
        {
            sea.Take(ship);
            sea.Pass();
            Assert.True(!sea.Rollout.IsOpen || RolloutPlanner.TargetsOfNewShips(sea.Fleet with { Rollouts = sea.Fleet.Rollouts.Add(sea.Rollout.Id, sea.Rollout) }, 1)["intro"] == Given.NewTarget);
        });
        Assert.Equal(["s-1", "s-2"], sea.Told);
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
    }

    [Fact]
    public void A_canary_that_ends_is_replaced_by_another()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy);
        sea.PassTwice();
        sea.End("s-1");
        sea.Pass();
        Assert.Equal(["s-1", "s-2"], sea.Told);
        Assert.Equal(RolloutStep.Gone, sea.Rollout.Ships["s-1"].Step);
    }

    [Fact]
    public void No_ship_in_use_is_a_canary_while_an_idle_one_still_fetches()
    {
        var sea = new Sea([Given.Running("a-1", "s-1"), Given.Available("s-2")], Policy) { Fetch = ship => ship == "s-2" ? ImagePhase.Pulling : ImagePhase.Present };
        sea.PassTwice();
        sea.PassTwice();
        Assert.Empty(sea.Told);
        sea.End("s-2");
        sea.Pass();
        Assert.Equal(["s-1"], sea.Told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ship_that_cannot_fetch_is_shown_with_its_reason_and_holds_nobody_up(bool counts)
    {
        var (end, step) = counts ? (RolloutState.Halted, RolloutStep.Failed) : (RolloutState.Succeeded, RolloutStep.Skipped);
        var sea = new Sea([.. Enumerable.Range(1, 4).Select(i => Given.Available($"s-{i}"))], Policy with { PullFailureCounts = counts, MaxFailures = 2 }) { Fetch = ship => ship == "s-1" ? ImagePhase.Failed : ImagePhase.Present };
        sea.RunUntilOver(ship => sea.Take(ship));
        Assert.Equal((end, step, "no route to the registry"), (sea.Rollout.State, sea.Rollout.Ships["s-1"].Step, sea.Rollout.Ships["s-1"].Reason));
        Assert.Equal(Given.OldTarget.Image, sea.ImageOf("s-1"));
        Assert.All(["s-2", "s-3", "s-4"], ship => Assert.Equal(Given.NewTarget.Image, sea.ImageOf(ship)));
    }

    [Fact]
    public void An_image_that_no_ship_can_fetch_halts_it()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy) { Fetch = _ => ImagePhase.Failed };
        sea.RunUntilOver(_ => { });
        Assert.Equal(RolloutState.Halted, sea.Rollout.State);
    }

    [Fact]
    public void A_fetch_that_stalls_is_given_up_in_time_and_the_others_were_not_held_up()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy with { PullPatience = TimeSpan.FromMinutes(3) }) { Fetch = ship => ship == "s-1" ? ImagePhase.Pulling : ImagePhase.Present };
        sea.PassTwice();
        sea.Take("s-2");
        sea.Pass();
        Assert.Equal((RolloutStep.Pulling, RolloutStep.Done), (sea.Rollout.Ships["s-1"].Step, sea.Rollout.Ships["s-2"].Step));
        sea.RunUntilOver(_ => { });
        Assert.Equal("did not get the image within 180 s", sea.Rollout.Ships["s-1"].Reason);
    }

    [Fact]
    public void Paused_it_tells_nobody_anything_and_what_was_told_comes_to_its_end()
    {
        var sea = new Sea([.. Enumerable.Range(1, 4).Select(i => Given.Available($"s-{i}"))], Policy);
        sea.PassTwice();
        sea.Rollout = sea.Rollout with { State = RolloutState.Paused, PausedAt = sea.Now };
        sea.Take("s-1");
        sea.PassTwice();
        Assert.Equal((RolloutStep.Done, RolloutState.Paused), (sea.Rollout.Ships["s-1"].Step, sea.Rollout.State));
        Assert.Equal(["s-1"], sea.Told);
        sea.Rollout = sea.Rollout with { State = RolloutState.Running, PausedAt = null };
        sea.RunUntilOver(ship => sea.Take(ship));
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
    }

    [Fact]
    public void Taken_back_it_touches_only_ships_that_are_not_there_and_those_prove_the_image()
    {
        var sea = new Sea([.. Enumerable.Range(1, 4).Select(i => Given.Available($"s-{i}"))], Policy);
        sea.PassTwice();
        sea.Take("s-1");
        sea.Pass();
        var back = new Sea([.. sea.Fleet.Ships.Values], Policy);
        back.Rollout = back.Rollout with { Image = Given.OldTarget.Image, Previous = Given.OldTarget.Image, Undoes = sea.Rollout.Id };
        back.Pass();
        Assert.DoesNotContain("s-1", back.Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Done).Select(part => part.Ship.Value));
        back.RunUntilOver(ship => back.Take(ship));
        Assert.Equal(RolloutState.Succeeded, back.Rollout.State);
        Assert.All(back.Fleet.Ships.Values, ship => Assert.Equal(Given.OldTarget.Image, ship.Targets["intro"].Image));
    }

    // Mutants that it caught: no patience, canaries under way not counted, failed ships left on the image, waves of any size.
    [Fact]
    public void Whatever_ships_do_it_comes_to_an_end_within_its_bounds_and_no_live_ship_is_left_on_an_image_that_failed_there() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll((from size in Gen.Choose(0, 12) from canary in Gen.Choose(0, 3) from failures in Gen.Choose(1, 4) from wave in Gen.Choose(1, 3) from fates in Gen.ArrayOf(Gen.Choose(0, 11), 40) select (size, canary, failures, wave, fates)).ToArbitrary(), given =>
        {
            var ships = Enumerable.Range(0, given.size).Select(i => given.fates[39 - i] < 5 ? Given.Running($"a-{i:00}", $"s-{i:00}") : Given.Available($"s-{i:00}")).ToArray();
            var sea = new Sea(ships, Policy with { Canary = given.canary, MaxFailures = given.failures, Wave = given.wave })
            {
                Fetch = ship => Fate(ship) switch { 10 => ImagePhase.Failed, 11 => ImagePhase.Pulling, _ => ImagePhase.Present },
            };
            int Fate(string ship) => given.fates[int.Parse(ship.AsSpan(2), CultureInfo.InvariantCulture)];
            sea.RunUntilOver(ship => Meet(sea, ship, Fate(ship)));
            Assert.All(
                sea.Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Failed && sea.Fleet.Ships[part.Ship].IsLive),
                part => Assert.Equal(Given.OldTarget.Image, sea.ImageOf(part.Ship.Value)));
            Assert.True(sea.MostAtOnce <= Math.Max(Policy.Parallel, given.canary));
            Assert.True(sea.MostInUseAtOnce <= Math.Max(given.wave, given.canary));
            Assert.True(sea.Rollout.Ships.Values.Count(part => part.Step == RolloutStep.Failed) <= given.failures + Math.Max(Policy.Parallel, given.canary));
            var firstInUse = sea.Told.FindIndex(ship => sea.Rollout.Ships[ship].InUse);
            var idleCanaries = ships.Count(ship => ship.State == ShipState.Available && Fate(ship.Id.Value) < 6);
            Assert.True(firstInUse < 0 || firstInUse >= Math.Min(given.canary, idleCanaries), "a ship in use was a canary while an idle one was there");
        }));

    private static void Meet(Sea sea, string ship, int fate)
    {
        switch (fate)
        {
            case < 6:
                sea.Take(ship);
                break;
            case 6:
                sea.Refuse(ship);
                break;
            case 7:
                sea.End(ship);
                break;
            case 8:
                sea.Stall(ship); // for ever
                break;
        }
    }
}
