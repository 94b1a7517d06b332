using ShipAgent.Containers;
using ShipAgent.Docker;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class MachinePlacementTests : IDisposable
{
    private readonly DockerEngine _nowhere = new("/nowhere", TimeProvider.System);

    public void Dispose() => _nowhere.Dispose();

    [Fact]
    public void Each_container_has_a_port_of_the_machines_own_address()
    {
        var placement = new MachinePlacement("10.0.1.17", new NetworkCalls(_nowhere));
        var first = placement.Place(Request(), [])!;
        var second = placement.Place(Request(), ["20000"])!;

        Assert.Equal(new PortBinding("10.0.1.17", "20000"), first.HostConfig.PortBindings!["8888/tcp"].Single());
        Assert.Equal(new PortBinding("10.0.1.17", "20001"), second.HostConfig.PortBindings!["8888/tcp"].Single());
        Assert.Equal("20001", placement.PlaceOf(new ContainerItem("", null, 0, "exited", second.Labels, null)));
    }

    [Fact]
    public void A_port_just_given_back_rests_and_a_taken_one_is_passed_over()
    {
        var placement = new MachinePlacement("10.0.1.17", new NetworkCalls(_nowhere));
        placement.Place(Request(), []);

        Assert.Equal("20003", PortOf(placement.Place(Request(), ["20001", "20002"])));
        Assert.Null(placement.Place(Request(), [.. Enumerable.Range(MachinePlacement.FirstPort, MachinePlacement.Ports).Select(port => $"{port}")]));
    }

    [Fact]
    public void What_the_engine_says_of_the_port_counts_and_not_the_address_it_names()
    {
        var placement = new MachinePlacement("10.0.1.17", new NetworkCalls(_nowhere));
        ContainerDetails With(params PortBinding[] bindings) => new("", "", new ContainerState("", true, 0, false, null), new ContainerConfig("", null, null, null), null,
            new NetworkSettings(null, new Dictionary<string, IReadOnlyList<PortBinding>?> { ["8888/tcp"] = bindings }), null);

        Assert.Equal(new Endpoint("10.0.1.17", 20007), placement.Locate(With(new PortBinding("0.0.0.0", "20007"))));
        Assert.Null(placement.Locate(With()));
    }

    private static string? PortOf(ContainerRequest? request) => request?.HostConfig.PortBindings!["8888/tcp"].Single().HostPort;

    private static ContainerRequest Request() => ContainerRecipe.Build(WantedTutorial.From(Specs.Whole(), 1), new ShipIdentity("demo", "i-1"), 1);
}
