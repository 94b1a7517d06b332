using Contracts.Control;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class FailedStartTests(RealDocker docker)
{
    [Fact]
    public async Task An_image_that_is_not_there_is_told_by_its_name()
    {
        var report = await FailAsync($"{RealDocker.Registry}/risecamp/nowhere@sha256:{new string('b', 64)}");

        Assert.Contains("could not be pulled", report.Reason, StringComparison.Ordinal);
        Assert.Contains("risecamp/nowhere", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_exits_at_once_is_told_with_its_code_and_output()
    {
        var report = await FailAsync(await docker.MakeImageAsync("exits", """ENTRYPOINT ["/bin/sh", "-c", "echo so long; exit 3"]"""));

        Assert.Equal((3, "the container ended with exit code 3", "so long\n"), (report.ExitCode, report.Reason, report.LogTail));
    }

    [Fact]
    public async Task An_image_that_never_answers_is_given_up_in_time()
    {
        var report = await FailAsync(await docker.MakeImageAsync("silent", """ENTRYPOINT ["/bin/sh", "-c", "echo waiting; sleep 600"]"""), seconds: 4);

        Assert.Equal((0, "the container was not healthy within 4 s", "waiting\n"), (report.ExitCode, report.Reason, report.LogTail));
    }

    [Fact]
    public async Task A_hook_killed_by_a_signal_is_a_failure_too()
    {
        var report = await FailAsync(await docker.MakeImageAsync("killed-hook", RealDocker.Hook("20-dies", "kill -9 $$")));

        Assert.NotEqual(0, report.ExitCode);
        Assert.Contains("20-dies", report.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_container_that_failed()
    {
        await using var ship = await TestShip.StartAsync(docker);
        ship.Want(Specs.Whole(image: await docker.MakeImageAsync("leaves", """ENTRYPOINT ["/bin/false"]"""), home: $"{docker.Camp}-leaves"));
        await ship.AwaitAsync("intro", report => report.Phase == Phase.Failed);

        ship.Want();

        while ((await ship.Containers.ListAsync(ship.Filter, TestContext.Current.CancellationToken)).Value is { Length: > 0 })
            await Task.Delay(200, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_image_without_the_content_tool_works_too()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: await docker.MakeImageAsync("toolless", "USER root\nRUN rm /usr/local/bin/camp-*\nUSER 1000:1000",
            """ENTRYPOINT ["/bin/sh", "-c", "exec jupyter-lab --no-browser --ip=0.0.0.0 --port=8888 --ServerApp.base_url=/camp/$CAMP_TUTORIAL/"]"""), home: $"{docker.Camp}-toolless");
        ship.Want(spec);

        await ship.AwaitHealthyAsync(spec);
    }

    [Fact]
    public async Task One_tutorial_that_fails_keeps_no_other_from_serving()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var good = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-good");
        ship.Want(good, Specs.Whole("broken", "127.0.0.1:1/none@sha256:" + new string('c', 64), $"{docker.Camp}-broken"));

        await ship.AwaitHealthyAsync(good);

        await ship.AwaitAsync("broken", report => report.Phase == Phase.Failed);
    }

    private async Task<TutorialReport> FailAsync(string image, uint seconds = 60)
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: image, home: $"{docker.Camp}-fails");
        spec.StartTimeoutSeconds = seconds;
        ship.Want(spec);
        var report = await ship.AwaitAsync("intro", state => state.Phase == Phase.Failed);
        Assert.Equal("", report.RunningDigest);
        return report;
    }
}
