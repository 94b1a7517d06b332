using ShipAgent.Containers;
using ShipAgent.Machine;
using Xunit;

namespace ShipAgent.Tests.Real;

/// <summary>A ship that has its machine for itself: here the machine's address is loopback's.</summary>
[Collection(RealDockerTests.Name)]
public sealed class MachineTests(RealDocker docker) : IAsyncLifetime
{
    private static readonly CloudMachine Machine = new("i-0123456789abcdef0", "127.0.0.1", IsSpot: false);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Left alone while another run's containers are on it.
    public async ValueTask DisposeAsync() => await RealDocker.TryAsync("network", "rm", MachinePlacement.Network);

    [Fact]
    public async Task Containers_are_published_on_the_machines_address_each_generation_at_a_port_of_its_own()
    {
        await using var ship = await TestShip.StartAsync(docker, machine: Machine);
        var spec = Specs.Whole(image: docker.FirstSteps, home: $"{docker.Camp}-machine");
        ship.Want(spec);
        var first = await ship.AwaitHealthyAsync(spec);
        Assert.Equal("127.0.0.1", first.Address);
        Assert.InRange(first.Port, (uint)MachinePlacement.FirstPort, (uint)MachinePlacement.FirstPort + MachinePlacement.Ports - 1);

        var next = spec.Clone();
        next.Image = await docker.MakeImageAsync("next", "ENV GENERATION=2");
        ship.Want(next);
        var second = await ship.AwaitHealthyAsync(next);
        Assert.NotEqual(first.Port, second.Port);

        // A container that is started again is found where it was.
        var container = await ship.AwaitSingleContainerAsync();
        await RealDocker.RunAsync("kill", container.Id);
        var repaired = await ship.AwaitAsync(spec.Name, report => report.Restarts == 1 && report.RunningDigest.Length > 0);
        Assert.Equal((second.Address, second.Port), (repaired.Address, repaired.Port));
        Assert.Equal(MachinePlacement.Bridge, await RealDocker.RunAsync("network", "inspect", "-f", "{{index .Options \"com.docker.network.bridge.name\"}}", MachinePlacement.Network));
    }
}
