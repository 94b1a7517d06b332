using FsCheck;
using FsCheck.Fluent;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Fleet;

public sealed class RolloutPlannerTests
{
    private static readonly RolloutPolicy Policy = new(Canary: 1, Parallel: 3, MaxFailures: 1, Patience: TimeSpan.FromMinutes(5));

    [Fact]
    public void The_canary_goes_first_alone_and_is_a_ship_that_nobody_uses()
    {
        var sea = new Sea([Given.Running("a-1", "s-1"), Given.Available("s-2"), Given.Available("s-3")], Policy);
        sea.Pass();
        Assert.Equal(["s-2"], sea.Told);
        sea.Pass();
        Assert.Equal(["s-2"], sea.Told);
        sea.Take("s-2");
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
        sea.Pass();
        sea.Take("s-1");
        sea.Pass();
        sea.Refuse("s-3");
        sea.Pass();
        Assert.Equal(RolloutState.Halted, sea.Rollout.State);
        Assert.Equal(
            [Given.NewTarget.Image, Given.OldTarget.Image, Given.OldTarget.Image, Given.OldTarget.Image],
            sea.Fleet.Ships.Values.OrderBy(ship => ship.Id.Value).Select(ship => ship.Targets["intro"].Image));
    }

    // Found: a rollout that ended with fewer failures than halt it left the failed ships on the broken image.
    [Fact]
    public void A_ship_that_failed_goes_back_even_when_too_few_failed_to_stop_the_others()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy with { MaxFailures = 2 });
        sea.RunUntilOver(ship =>
        {
            if (ship == "s-1")
            {
                sea.Refuse(ship);
            }
            else
            {
                sea.Take(ship);
            }
        });
        Assert.Equal(RolloutState.Halted, sea.Rollout.State);
        Assert.Equal(Given.OldTarget.Image, sea.Fleet.Ships[new ShipId("s-1")].Targets["intro"].Image);
        Assert.Equal(Given.NewTarget.Image, sea.Fleet.Ships[new ShipId("s-2")].Targets["intro"].Image);
    }

    [Fact]
    public void Without_ships_it_has_succeeded_at_once()
    {
        var sea = new Sea([], Policy);
        sea.Pass();
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
    }

    [Fact]
    public void A_ship_that_comes_up_meanwhile_gets_the_image_too()
    {
        var sea = new Sea([Given.Available("s-1")], Policy);
        sea.Pass();
        sea.Put(Given.Available("s-2"));
        sea.RunUntilOver(ship => sea.Take(ship));
        Assert.Equal(["s-1", "s-2"], sea.Told);
        Assert.Equal(RolloutState.Succeeded, sea.Rollout.State);
    }

    [Fact]
    public void A_canary_that_ends_is_replaced_by_another()
    {
        var sea = new Sea([Given.Available("s-1"), Given.Available("s-2")], Policy);
        sea.Pass();
        sea.Put(sea.Fleet.Ships[new ShipId("s-1")].After(new ShipEvent.Ended(TerminationCause.Released, "")));
        sea.Pass();
        Assert.Equal(["s-1", "s-2"], sea.Told);
        Assert.Equal(RolloutStep.Gone, sea.Rollout.Ships["s-1"].Step);
    }

    // Mutants that it caught: no patience, canaries under way not counted, failed ships left on the image.
    [Fact]
    public void Whatever_ships_do_it_comes_to_an_end_and_no_live_ship_is_left_on_an_image_that_failed_there() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll((from size in Gen.Choose(0, 12) from canary in Gen.Choose(0, 3) from failures in Gen.Choose(1, 4) from fates in Gen.ArrayOf(Gen.Choose(0, 9), 40) select (size, canary, failures, fates)).ToArbitrary(), given =>
        {
            var sea = new Sea([.. Enumerable.Range(0, given.size).Select(i => Given.Available($"s-{i:00}"))], Policy with { Canary = given.canary, MaxFailures = given.failures });
            sea.RunUntilOver(ship => sea.Meet(ship, given.fates[int.Parse(ship.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)]));
            Assert.All(
                sea.Rollout.Ships.Values.Where(part => part.Step == RolloutStep.Failed && sea.Fleet.Ships[part.Ship].IsLive),
                part => Assert.Equal(Given.OldTarget.Image, sea.Fleet.Ships[part.Ship].Targets["intro"].Image));
            Assert.True(sea.MostAtOnce <= Math.Max(Policy.Parallel, given.canary));
        }));

    private sealed class Sea
    {
        private readonly RolloutPolicy policy;
        private DateTimeOffset now = Given.Noon;

        public Sea(Ship[] ships, RolloutPolicy policy)
        {
            this.policy = policy;
            Fleet = Given.Fleet(ships.Length, ships);
            Rollout = new Rollout(new RolloutId("r-1"), "intro", Given.NewTarget.Image, "reg.example/intro:2", Given.OldTarget.Image, "me", now);
        }

        public FleetSnapshot Fleet { get; private set; }

        public Rollout Rollout { get; private set; }

        public List<string> Told { get; } = [];

        public int MostAtOnce { get; private set; }

        public void Pass()
        {
            now += TimeSpan.FromSeconds(10);
            var decision = RolloutPlanner.Decide(Rollout, Fleet, policy, now);
            Rollout = decision.Next;
            foreach (var (ship, target) in decision.Retargets)
            {
                Put(Fleet.Ships[ship].After(new ShipEvent.Retargeted(target)));
                if (target.Image == Given.NewTarget.Image)
                {
                    Told.Add(ship.Value);
                }
            }

            MostAtOnce = Math.Max(MostAtOnce, Rollout.Ships.Values.Count(ship => ship.Step is RolloutStep.Pulling or RolloutStep.Starting));
        }

        public void RunUntilOver(Action<string> act)
        {
            for (var pass = 0; Rollout.State == RolloutState.Running; pass++)
            {
                Assert.True(pass < 2000, "stuck");
                Pass();
                foreach (var part in Rollout.Ships.Values.Where(part => part.Step is RolloutStep.Pulling or RolloutStep.Starting).ToList())
                {
                    act(part.Ship.Value);
                }
            }
        }

        public void Meet(string ship, int fate)
        {
            switch (fate)
            {
                case < 6:
                    Take(ship);
                    break;
                case 6:
                    Refuse(ship);
                    break;
                case 7:
                    Put(Fleet.Ships[new ShipId(ship)].After(new ShipEvent.Ended(TerminationCause.Released, "")));
                    break;
                case 8:
                    Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Starting, Given.Inside)); // for ever
                    break;
            }
        }

        public void Take(string ship) => Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Healthy, Given.Inside));

        public void Refuse(string ship) => Say(ship, Given.Status(Fleet.Ships[new ShipId(ship)], TutorialPhase.Failed, Given.Inside) with { RunningDigest = Given.OldTarget.Digest, Reason = "hook failed", LogTail = "last words", ExitCode = 3 });

        public void Put(Ship ship) => Fleet = Fleet with { Ships = Fleet.Ships.SetItem(ship.Id, ship) };

        private void Say(string id, TutorialStatus status)
        {
            var ship = Fleet.Ships[new ShipId(id)];
            Put(ship.After(Given.Report(ship.Vitals.Sequence + 1, ship.Generation, status)));
        }
    }
}
