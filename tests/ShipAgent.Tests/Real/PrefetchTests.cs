using Xunit;
using ImagePhase = Contracts.Control.ImageReport.Types.Phase;

namespace ShipAgent.Tests.Real;

[Collection(RealDockerTests.Name)]
public sealed class PrefetchTests(RealDocker docker)
{
    [Fact]
    public async Task An_image_comes_beside_what_serves_and_is_told_and_an_old_one_goes()
    {
        await using var registry = await FaultRegistry.StartAsync();
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-prefetch");
        ship.Want(spec);
        var before = await ship.AwaitHealthyAsync(spec);
        var image = await docker.MakeAbsentImageAsync("fresh", registry.Name);

        ship.WantPrefetched([image], [], spec);
        await ship.AwaitImageAsync(image, report => report.Phase == ImagePhase.Present);

        Assert.Equal(before.Address, (await ship.AwaitHealthyAsync(spec)).Address);
        Assert.True(await RealDocker.HasImageAsync(image));
        ship.WantPrefetched([], [image, docker.FirstSteps], spec);
        while (await RealDocker.HasImageAsync(image))
            await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.True(await RealDocker.HasImageAsync(docker.FirstSteps), "an image that a container uses was removed");
    }

    [Theory]
    [InlineData(RegistryFault.Broken, "500")]
    [InlineData(RegistryFault.Swapped, "digest")]
    public async Task A_registry_that_fails_or_gives_another_image_is_told_and_what_serves_goes_on(RegistryFault fault, string said)
    {
        await using var registry = await FaultRegistry.StartAsync();
        await using var ship = await TestShip.StartAsync(docker);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-fault");
        ship.Want(spec);
        var before = await ship.AwaitHealthyAsync(spec);
        var image = await docker.MakeAbsentImageAsync("faulty", registry.Name);
        registry.Instead = $"/v2/risecamp/first-steps/manifests/{docker.FirstSteps.Split('@')[1]}";
        registry.Fault = fault;

        ship.WantPrefetched([image], [], spec);
        var report = await ship.AwaitImageAsync(image, state => state.Phase == ImagePhase.Failed);

        Assert.Contains(said, report.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.False(await RealDocker.HasImageAsync(image));
        Assert.Equal(before.Address, (await ship.AwaitHealthyAsync(spec)).Address);
        registry.Fault = RegistryFault.None;
        ship.WantPrefetched([image], [], spec);
        await ship.AwaitImageAsync(image, state => state.Phase == ImagePhase.Present);
    }

    [Theory]
    [InlineData(RegistryFault.Stalled)]
    [InlineData(RegistryFault.Corrupt)]
    public async Task A_layer_that_stalls_or_is_not_what_its_digest_says_never_counts_as_there_and_another_image_is_not_held_up(RegistryFault fault)
    {
        await using var registry = await FaultRegistry.StartAsync();
        await using var ship = await TestShip.StartAsync(docker);
        var (bad, good) = (await docker.MakeAbsentImageAsync("bad-layer", registry.Name), await docker.MakeAbsentImageAsync("good-layer", RealDocker.Registry));
        registry.Fault = fault;

        ship.WantPrefetched([bad, good], []);
        await ship.AwaitImageAsync(good, report => report.Phase == ImagePhase.Present);

        Assert.NotEqual(ImagePhase.Present, (await ship.AwaitImageAsync(bad, _ => true)).Phase);
        Assert.False(await RealDocker.HasImageAsync(bad));
    }
}
