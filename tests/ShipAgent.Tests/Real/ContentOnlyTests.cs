using System.Diagnostics;
using Contracts.Control;
using ShipAgent.Health;
using Xunit;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class ContentOnlyTests(RealDocker docker, ITestOutputHelper output)
{
    [Fact]
    public async Task New_content_comes_into_the_running_container_and_its_kernel_goes_on_there_and_back()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var old = Specs.Whole(image: await docker.MakeContentImageAsync("lesson", docker.FirstSteps, ("note.txt", "one\n")), home: $"{docker.Camp}-content");
        ship.Want(old);
        var before = await ship.AwaitHealthyAsync(old);
        using var client = JupyterServer.CreateClient();
        var jupyter = new JupyterServer(client, new Uri($"http://{before.Address}:{before.Port}/camp/intro/"), old.Secret, TimeProvider.System);
        var kernel = Assert.Single((await jupyter.GetKernelsAsync(default))!).Id;
        var changed = old.Clone();
        changed.Image = await docker.MakeContentImageAsync("lesson", docker.FirstSteps, ("note.txt", "two\n"), ("more.txt", "new\n"));

        var clock = Stopwatch.StartNew();
        ship.Want(changed);
        var after = await ship.AwaitHealthyAsync(changed);
        output.WriteLine($"content only, image to be pulled: {clock.ElapsedMilliseconds} ms");

        Assert.True(after.ContentOnly);
        Assert.Equal((before.Address, 0u), (after.Address, after.Restarts));
        Assert.Equal(kernel, Assert.Single((await jupyter.GetKernelsAsync(default))!).Id);
        Assert.True(await new KernelProbe(client, TimeProvider.System).RunCellAsync(jupyter, kernel!, default));
        Assert.Contains("two", await TextAsync(jupyter, "note.txt"), StringComparison.Ordinal);
        Assert.Contains("new", await TextAsync(jupyter, "more.txt"), StringComparison.Ordinal);

        clock.Restart();
        ship.Want(old);
        await ship.AwaitHealthyAsync(old);
        output.WriteLine($"and back, image on the disk: {clock.ElapsedMilliseconds} ms");
        Assert.Contains("one", await TextAsync(jupyter, "note.txt"), StringComparison.Ordinal);
        Assert.Equal(kernel, Assert.Single((await jupyter.GetKernelsAsync(default))!).Id);

        ship.Want(changed);
        await ship.AwaitHealthyAsync(changed);
        await using var next = await ship.StartAgainAsync();
        var known = await next.AwaitHealthyAsync(changed);
        Assert.Equal(before.Address, known.Address);
        Assert.Single((await next.Containers.ListAsync(next.Filter, default)).Value!);
    }

    [Fact]
    public async Task Software_hooks_and_other_limits_take_the_whole_path()
    {
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: await docker.MakeContentImageAsync("whole", docker.FirstSteps, ("note.txt", "one\n")), home: $"{docker.Camp}-whole");
        ship.Want(spec);
        var last = await ship.AwaitHealthyAsync(spec);
        foreach (var change in new Func<Task<TutorialSpec>>[]
        {
            async () => With(spec, await docker.MakeImageAsync("software", "USER root\nRUN echo 2 > /opt/camp/content/note.txt\nUSER 1000:1000")),
            async () => With(spec, await docker.MakeContentImageAsync("hooked", await docker.MakeImageAsync("hooked", RealDocker.Hook("10-fine", "true")), ("note.txt", "3\n"))),
            async () => With(spec, await docker.MakeContentImageAsync("hooked", await docker.MakeImageAsync("hooked", RealDocker.Hook("10-fine", "true")), ("note.txt", "4\n"))),
            async () => With(spec, await docker.MakeContentImageAsync("first", docker.FirstSteps, ("00-before.ipynb", """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"""))),
            () => Task.FromResult(Limited(spec)),
        })
        {
            spec = await change();
            ship.Want(spec);
            // At another address: it is another container.
            var now = await ship.AwaitAsync(spec.Name, report => report.Phase == Phase.Healthy && report.Address != last.Address && spec.Image.EndsWith(report.RunningDigest, StringComparison.Ordinal));
            Assert.False(now.ContentOnly);
            ship.Board.MarkSent(ship.Board.Latest.Version);
            await ship.AwaitSingleContainerAsync();
            last = now;
        }
    }

    private static TutorialSpec With(TutorialSpec spec, string image)
    {
        var next = spec.Clone();
        next.Image = image;
        return next;
    }

    private static TutorialSpec Limited(TutorialSpec spec)
    {
        var next = spec.Clone();
        next.Pids++;
        return next;
    }

    private static async Task<string> TextAsync(JupyterServer jupyter, string path) =>
        System.Text.Encoding.UTF8.GetString(await jupyter.TouchAsync($"api/contents/{path}", default) ?? []);
}
