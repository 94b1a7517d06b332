using Contracts.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class SupervisionTests(RealDocker docker)
{
    // Of every process but the first and itself, the Jupyter server is stopped where it stands.
    private const string FreezeJupyter = "import os\nfor p in filter(str.isdigit, os.listdir('/proc')):\n if int(p) not in (1, os.getpid()) and b'jupyter' in open(f'/proc/{p}/cmdline','rb').read(): os.kill(int(p), 19)";

    [Fact]
    public async Task A_killed_container_is_started_again_and_warm_at_the_same_address()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-killed");
        ship.Want(spec);
        var before = await ship.AwaitHealthyAsync(spec);
        var container = await ship.AwaitSingleContainerAsync();

        await RealDocker.RunAsync("kill", container.Id);
        var after = await ship.AwaitAsync("intro", report => report.Phase == Phase.Healthy && report.Restarts == 1);

        Assert.Equal((before.Address, before.RunningDigest), (after.Address, after.RunningDigest));
        Assert.Equal(container.Id, (await ship.AwaitSingleContainerAsync()).Id);
    }

    [Fact]
    public async Task A_removed_container_is_made_anew_with_the_same_home()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-removed");
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);

        await RealDocker.RunAsync("rm", "-f", (await ship.AwaitSingleContainerAsync()).Id);

        await ship.AwaitAsync("intro", report => report.Phase == Phase.Healthy && report is { Restarts: 1, RunningHome: var home } && home == spec.HomeVolume);
    }

    [Fact]
    public async Task A_Jupyter_that_hangs_is_started_again()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-hung");
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);

        await RealDocker.RunAsync("exec", (await ship.AwaitSingleContainerAsync()).Id, "python3", "-c", FreezeJupyter);
        var told = await ship.AwaitAsync("intro", report => report.Phase is Phase.Unhealthy or Phase.Starting);

        Assert.Contains("not answered", told.Reason, StringComparison.Ordinal);
        await ship.AwaitAsync("intro", report => report.Phase == Phase.Healthy && report.Restarts == 1);
    }

    [Fact]
    public async Task A_new_agent_adopts_what_serves_and_touches_nothing()
    {
        var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-adopted");
        ship.Want(spec);
        var before = await ship.AwaitHealthyAsync(spec);
        var state = await StateOfAsync((await ship.AwaitSingleContainerAsync()).Id);

        await using var next = await ship.StartAgainAsync();
        var after = await next.AwaitHealthyAsync(spec);

        Assert.Equal((before.Address, 0U), (after.Address, after.Restarts));
        Assert.Equal(state, await StateOfAsync((await next.AwaitSingleContainerAsync()).Id));
    }

    [Fact]
    public async Task A_tutorial_that_is_no_longer_named_goes_and_its_home_stays()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-dropped");
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);

        ship.Want();
        while ((await ship.Containers.ListAsync(ship.Filter, TestContext.Current.CancellationToken)).Value is { Length: > 0 })
            await Task.Delay(200, TestContext.Current.CancellationToken);

        Assert.Equal(spec.HomeVolume, await RealDocker.RunAsync("volume", "inspect", "-f", "{{.Name}}", spec.HomeVolume));
    }

    [Fact]
    public async Task Ships_do_not_reach_one_another_and_the_mux_reaches_both()
    {
        await using var one = await TestShip.StartAsync(docker);
        await using var two = await TestShip.StartAsync(docker);
        var (mine, theirs) = (Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-one"), Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-two"));
        one.Want(mine);
        two.Want(theirs);
        await one.AwaitHealthyAsync(mine);
        var target = await two.AwaitHealthyAsync(theirs);

        var probe = $"import socket\ntry:\n socket.create_connection(('{target.Address}', {target.Port}), 3); print('reached')\nexcept OSError: print('kept apart')";
        Assert.Equal("kept apart", await RealDocker.RunAsync("exec", (await one.AwaitSingleContainerAsync()).Id, "python3", "-c", probe));
    }

    [Fact]
    public async Task While_the_engine_hangs_the_ship_says_so_and_serves_on()
    {
        await using var relay = new EngineRelay();
        relay.Open();
        await using var ship = await TestShip.StartAsync(docker, relay.Path);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-engine-hangs");
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);

        relay.Hold();
        await ship.AwaitTroubleAsync(trouble => trouble.Length > 0);
        Assert.Equal(Phase.Healthy, Assert.Single(ship.Board.Latest.Report.Tutorials).Phase);
        relay.Release();

        await ship.AwaitTroubleAsync(trouble => trouble.Length == 0);
        Assert.Equal(0U, Assert.Single(ship.Board.Latest.Report.Tutorials).Restarts);
    }

    [Fact]
    public async Task What_went_down_with_the_engine_is_started_when_it_is_back()
    {
        await using var relay = new EngineRelay();
        relay.Open();
        await using var ship = await TestShip.StartAsync(docker, relay.Path);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-engine-back");
        ship.Want(spec);
        var before = await ship.AwaitHealthyAsync(spec);
        var container = await ship.AwaitSingleContainerAsync();

        relay.Cut();
        await RealDocker.RunAsync("kill", container.Id);
        await ship.AwaitTroubleAsync(trouble => trouble.Length > 0);
        relay.Open();

        var after = await ship.AwaitAsync("intro", report => report.Phase == Phase.Healthy && report.Restarts == 1);
        Assert.Equal(before.Address, after.Address);
    }

    private static Task<string> StateOfAsync(string id) => RealDocker.RunAsync("inspect", "-f", "{{.Id}} {{.State.StartedAt}} {{.State.Pid}} {{.Name}}", id);
}
