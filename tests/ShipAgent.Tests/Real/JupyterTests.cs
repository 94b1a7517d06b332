using Contracts.Control;
using ShipAgent.Health;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class JupyterTests(RealDocker docker)
{
    [Fact]
    public async Task A_tutorial_becomes_healthy_with_a_warm_kernel_in_its_notebooks_session()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-warm");
        ship.Want(spec);

        var report = await ship.AwaitHealthyAsync(spec);

        using var client = JupyterServer.CreateClient();
        var jupyter = new JupyterServer(client, new Uri($"http://{report.Address}:{report.Port}/camp/intro/"), spec.Secret, TimeProvider.System);
        Assert.Equal("idle", Assert.Single((await jupyter.GetKernelsAsync(default))!).ExecutionState);
        var kernel = await jupyter.OpenSessionAsync("01-first-steps.ipynb", "python3", default);
        Assert.Single((await jupyter.GetKernelsAsync(default))!);
        Assert.True(await new KernelProbe(client, TimeProvider.System).RunCellAsync(jupyter, kernel!, default));
        var foreign = new JupyterServer(client, jupyter.Root, "another-token-altogether", TimeProvider.System);
        Assert.Null(await foreign.GetKernelsAsync(default));
    }

    [Fact]
    public async Task The_container_is_confined_as_asked()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var data = Directory.CreateTempSubdirectory("data-");
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-confined");
        spec.Datasets.Add(new DatasetMount { Name = "birds", Source = data.FullName });
        ship.Want(spec);
        await ship.AwaitHealthyAsync(spec);

        var container = await ship.AwaitSingleContainerAsync();

        Assert.Equal((long)spec.MemoryBytes, container.HostConfig!.Memory);
        Assert.Equal((long)spec.MemoryBytes, container.HostConfig.MemorySwap);
        Assert.Equal(2_000_000_000, container.HostConfig.NanoCpus);
        Assert.Equal(200, container.HostConfig.PidsLimit);
        Assert.Equal(["ALL"], container.HostConfig.CapDrop);
        Assert.Equal(["no-new-privileges"], container.HostConfig.SecurityOpt);
        Assert.True(container.HostConfig is { ReadonlyRootfs: true, Init: true, Privileged: false });
        Assert.Equal("1000:1000", container.Config.User);
        Assert.Equal(["/data/birds", "/home/camp"], container.Mounts!.Select(mount => mount.Destination).Order());
        Assert.False(container.Mounts!.Single(mount => mount.Destination == "/data/birds").RW);
        data.Delete();
    }

    [Fact]
    public async Task A_failing_hook_is_told_with_its_code_and_output_and_the_old_container_serves_on()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var good = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-hook");
        ship.Want(good);
        var before = await ship.AwaitHealthyAsync(good);
        var bad = good.Clone();
        bad.Image = await docker.MakeImageAsync("bad-hook", RealDocker.Hook("50-breaks", "echo the data set is not there; exit 7"));

        ship.Want(bad);
        var report = await ship.AwaitAsync("intro", state => state.Phase == Phase.Failed);

        Assert.Equal(7, report.ExitCode);
        Assert.Equal("init hook 50-breaks failed with exit code 7", report.Reason);
        Assert.Contains("the data set is not there", report.LogTail, StringComparison.Ordinal);
        Assert.Equal((before.RunningDigest, before.Address, bad.Image.Split('@')[1]), (report.RunningDigest, report.Address, report.TargetDigest));
        Assert.Single((await ship.Containers.ListAsync(ship.Filter, default)).Value!);

        ship.Want(good);
        Assert.Equal(before.Address, (await ship.AwaitHealthyAsync(good)).Address);
    }

    [Fact]
    public async Task A_new_image_takes_over_with_the_home_and_the_old_container_goes()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var old = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-switch");
        ship.Want(old);
        var before = await ship.AwaitHealthyAsync(old);
        var changed = old.Clone();
        changed.Image = await docker.MakeImageAsync("changed", "USER root\nRUN echo new > /opt/camp/content/new.txt\nUSER 1000:1000");

        ship.Want(changed);
        var after = await ship.AwaitHealthyAsync(changed);

        Assert.NotEqual(before.Address, after.Address);
        using var client = JupyterServer.CreateClient();
        var jupyter = new JupyterServer(client, new Uri($"http://{after.Address}:{after.Port}/camp/intro/"), changed.Secret, TimeProvider.System);
        Assert.NotNull(await jupyter.TouchAsync("api/contents/new.txt", default));
        ship.Board.MarkSent(ship.Board.Latest.Version);
        var container = await ship.AwaitSingleContainerAsync();
        Assert.Equal(changed.Image, container.Config.Image);
    }
}
