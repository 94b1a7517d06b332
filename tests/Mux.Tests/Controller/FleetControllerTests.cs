using Contracts.Control;
using Microsoft.Extensions.Logging.Abstractions;
using Mux.Controller;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Controller;

public sealed class FleetControllerTests
{
    private const string NewImage = "reg.example/intro@sha256:2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_goal_is_reached_and_a_ship_that_ends_is_replaced()
    {
        await using var mux = await WholeMux.StartAsync();
        mux.ServeAll();
        await mux.ChangeAsync(draft => draft.SetGoal(3));
        var fleet = await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 3);
        var victim = fleet.Ships.Keys.First();
        await mux.ChangeAsync(draft => draft.Apply(victim, new ShipEvent.Ended(TerminationCause.Organizer, "")));
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 3 && snapshot.Ships[victim].Reclaimed);
        Assert.Equal((4, 3), (mux.Provider.Launches.Count, mux.Provider.Machines.Count()));
        await mux.ChangeAsync(draft => draft.SetGoal(1));
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 1 && snapshot.Ships.Values.Count(ship => ship.Reclaimed) == 3);
        Assert.Single(mux.Provider.Machines);
    }

    // Found: a goal that was given while the mux started was overwritten with the file's.
    [Fact]
    public async Task The_files_number_counts_only_until_the_organizer_names_one()
    {
        using var folder = new TemporaryFolder();
        await using (var mux = await WholeMux.StartAsync(ships: 2, folder: folder))
        {
            await mux.ChangeAsync(draft => draft.SetGoal(1));
            await mux.UntilAsync(snapshot => snapshot.Goal == 1 && snapshot.Ships.Values.Count(ship => ship.IsLive) == 1);
        }

        await using var again = await WholeMux.StartAsync(ships: 2, folder: folder);
        await again.Get<FleetController>().PassAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, again.Snapshot.Goal);
    }

    [Fact]
    public async Task Nothing_secret_is_logged_while_ships_come_and_go()
    {
        await using var mux = await WholeMux.StartAsync();
        mux.ServeAll();
        await mux.ChangeAsync(draft => draft.SetGoal(1));
        var ship = (await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 1)).Ships.Values.Single();
        Assert.NotEmpty(mux.Logs.Lines);
        Assert.DoesNotContain(mux.Logs.Lines, line => line.Contains("canary", StringComparison.Ordinal) || line.Contains(ship.Secret, StringComparison.Ordinal) || line.Contains(mux.Provider.Launches.First().EnrollmentToken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_machine_that_nobody_knows_is_taken_down_and_its_files_are_kept()
    {
        var provider = new FakeProvider();
        provider.PutOrphan(new ShipId("s-9999999999"));
        await using var mux = await WholeMux.StartAsync(provider: provider);
        await mux.ChangeAsync(draft => draft.SetGoal(1));
        await provider.FirstTermination.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((new ShipId("s-9999999999"), true), provider.Terminations.First());
    }

    // Found: the machine of a launch that outlived its ship ran on until the row was forgotten, an hour later.
    [Fact]
    public async Task A_launch_that_ends_after_its_ship_leaves_no_machine_behind()
    {
        var gate = new TaskCompletionSource();
        var provider = new FakeProvider { LaunchGate = gate.Task };
        await using var mux = await WholeMux.StartAsync(provider: provider);
        await mux.ChangeAsync(draft => draft.SetGoal(1));
        await provider.FirstLaunch.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var ship = mux.Snapshot.Ships.Keys.Single();
        await mux.ChangeAsync(draft => { draft.SetGoal(0); draft.Apply(ship, new ShipEvent.Ended(TerminationCause.Organizer, "")); });
        await mux.Get<FleetController>().PassAsync(TestContext.Current.CancellationToken);
        Assert.False(mux.Snapshot.Ships[ship].Reclaimed); // what was ordered for it is still to come
        gate.SetResult();
        await mux.UntilAsync(snapshot => snapshot.Ships[ship].Reclaimed);
        Assert.Empty(provider.Machines);
    }

    [Fact]
    public async Task A_refused_launch_ends_the_ship_says_why_and_does_not_burn_on()
    {
        var provider = new FakeProvider { Refusal = "no capacity" };
        await using var mux = await WholeMux.StartAsync(provider: provider);
        await mux.ChangeAsync(draft => draft.SetGoal(1));
        var ship = (await mux.UntilAsync(snapshot => snapshot.Ships.Values.Any(ship => ship.Reclaimed))).Ships.Values.Single();
        Assert.Equal((TerminationCause.LaunchRefused, "no capacity"), (ship.Cause, ship.Reason));
        await mux.Get<FleetController>().PassAsync(TestContext.Current.CancellationToken);
        await mux.Get<EffectRunner>().SettleAsync();
        Assert.Single(provider.Launches);
    }

    [Fact]
    public async Task A_crash_between_intent_and_outcome_launches_again_with_the_same_token_and_makes_one_machine()
    {
        using var folder = new TemporaryFolder();
        var provider = new FakeProvider { AnswerGate = new TaskCompletionSource().Task };
        await using (var mux = await WholeMux.StartAsync(provider: provider, folder: folder))
        {
            await mux.ChangeAsync(draft => draft.SetGoal(1));
            await provider.FirstMachine.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        provider.AnswerGate = Task.CompletedTask;
        await using var again = await WholeMux.StartAsync(provider: provider, folder: folder);
        await again.UntilAsync(snapshot => snapshot.Ships.Values.All(ship => ship.ProviderId is not null));
        Assert.Equal(2, provider.Launches.Count);
        Assert.Single(provider.Launches.Distinct());
        Assert.Single(provider.Machines);
        using var agent = again.AgentOf(provider.Launches.Last());
        await agent.EnrollAsync();
    }

    [Fact]
    public async Task A_machine_is_reclaimed_until_the_provider_is_sure()
    {
        var provider = new FakeProvider { Unconfirmed = 1 };
        await using var mux = await WholeMux.StartAsync(ships: 1, provider: provider);
        var ship = (await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Booting) == 1)).Ships.Keys.Single();
        await mux.ChangeAsync(draft => { draft.SetGoal(0); draft.Apply(ship, new ShipEvent.Ended(TerminationCause.Organizer, "")); });
        await mux.UntilAsync(snapshot => snapshot.Ships[ship].Reclaimed);
        Assert.Equal(2, provider.Terminations.Count);
    }

    // Found: a provider that cannot be asked stopped everything, even what needs no provider.
    [Fact]
    public async Task A_provider_that_cannot_list_its_machines_does_not_stop_the_fleet()
    {
        var provider = new FakeProvider { ListFails = new HttpRequestException("throttled") };
        await using var mux = await WholeMux.StartAsync(provider: provider);
        mux.ServeAll();
        await mux.ChangeAsync(draft => draft.SetGoal(2));
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 2);
    }

    [Fact]
    public async Task A_rollout_reaches_every_ship_and_becomes_the_camps_image()
    {
        await using var mux = await WholeMux.StartAsync();
        mux.ServeAll();
        await mux.ChangeAsync(draft => draft.SetGoal(3));
        await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 3);
        var rollout = await DeployAsync(mux);
        var done = await mux.UntilAsync(snapshot => snapshot.Rollouts[rollout].State != RolloutState.Running && snapshot.Count(ShipState.Available) == 3);
        Assert.Equal(RolloutState.Succeeded, done.Rollouts[rollout].State);
        Assert.Equal(NewImage, done.Targets["intro"].Image);
        Assert.All(done.Ships.Values, ship => Assert.Equal(NewImage, ship.Targets["intro"].Image));
    }

    [Fact]
    public async Task A_canary_that_fails_halts_the_rollout_and_no_other_ship_is_touched()
    {
        await using var mux = await WholeMux.StartAsync();
        mux.ServeAll(report =>
        {
            if (NewImage.EndsWith(report.TargetDigest, StringComparison.Ordinal))
            {
                (report.Phase, report.RunningDigest, report.Reason, report.LogTail, report.ExitCode) = (Phase.Failed, "", "init hook failed", "Traceback", 3);
            }
        });
        await mux.ChangeAsync(draft => draft.SetGoal(3));
        var before = await mux.UntilAsync(snapshot => snapshot.Count(ShipState.Available) == 3);
        var rollout = await DeployAsync(mux);
        var after = await mux.UntilAsync(snapshot => snapshot.Rollouts[rollout].State != RolloutState.Running && snapshot.Count(ShipState.Available) == 3);
        Assert.Equal(RolloutState.Halted, after.Rollouts[rollout].State);
        Assert.Equal(("init hook failed", "Traceback", 3), after.Rollouts[rollout].Ships.Values.Where(ship => ship.Step == RolloutStep.Failed).Select(ship => (ship.Reason, ship.Log, ship.ExitCode)).Single());
        Assert.Equal(before.Targets["intro"].Image, after.Targets["intro"].Image);
        Assert.All(after.Ships.Values, ship => Assert.Equal(before.Targets["intro"].Image, ship.Targets["intro"].Image));
        Assert.Equal(2, after.Rollouts[rollout].Ships.Values.Count(ship => ship is { Step: RolloutStep.Pulled or RolloutStep.Pulling, Before: "" }));
    }

    // Found: an effect that ended before its key was entered left the key behind for ever, and with it the fleet's only "plan".
    [Fact]
    public async Task An_effect_that_ends_at_once_can_be_started_again()
    {
        using var runner = new EffectRunner(NullLogger<EffectRunner>.Instance);
        var runs = 0;
        for (var i = 0; i < 5000; i++)
        {
            runner.Start("plan", () => { Interlocked.Increment(ref runs); return Task.CompletedTask; });
            await runner.SettleAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.Equal(5000, runs);
    }

    [Fact]
    public async Task An_effect_runs_once_at_a_time_and_a_failed_one_may_run_again()
    {
        using var runner = new EffectRunner(NullLogger<EffectRunner>.Instance);
        var gate = new TaskCompletionSource();
        var runs = 0;
        runner.Start("a", async () => { runs++; await gate.Task; throw new FormatException("mine"); });
        runner.Start("a", () => { runs++; return Task.CompletedTask; });
        gate.SetResult();
        await runner.SettleAsync();
        runner.Start("a", () => { runs++; return Task.CompletedTask; });
        await runner.SettleAsync();
        Assert.Equal(2, runs);
    }

    private static Task<RolloutId> DeployAsync(WholeMux mux) => mux.Store.ChangeAsync(
        draft =>
        {
            var rollout = new Rollout(RolloutId.New(), "intro", NewImage, "reg.example/intro:2", draft.Snapshot.Targets["intro"].Image, "me", draft.Now);
            draft.Put(rollout);
            return rollout.Id;
        },
        CancellationToken.None);
}
