using Contracts.Control;
using ShipAgent.Containers;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class SpecCheckTests
{
    [Fact]
    public void A_whole_spec_has_no_fault() => Assert.Empty(SpecCheck.Faults(Specs.Whole(), localImage: false));

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var faults = SpecCheck.Faults(new TutorialSpec { Name = "../x", Notebook = "/etc/passwd", HomeVolume = "/etc" }, localImage: false).ToArray();

        Assert.Equal(["name", "image", "memory_bytes", "cpu_millis", "pids", "secret", "home_volume", "notebook"], faults.Select(fault => fault.Split(' ')[0]));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run")]
    [InlineData("/proc/1")]
    [InlineData("/srv/../etc")]
    [InlineData("relative")]
    public void A_data_set_never_comes_from_where_power_over_the_ship_lies(string source)
    {
        var spec = Specs.Whole();
        spec.Datasets.Add(new DatasetMount { Name = "birds", Source = source });

        Assert.Single(SpecCheck.Faults(spec, localImage: false));
    }

    [Fact]
    public void The_hash_changes_with_any_field()
    {
        var changed = Specs.Whole();
        changed.HomeVolume = "another";

        Assert.Equal(WantedTutorial.From(Specs.Whole(), 1).Hash, WantedTutorial.From(Specs.Whole(), 2).Hash);
        Assert.NotEqual(WantedTutorial.From(Specs.Whole(), 1).Hash, WantedTutorial.From(changed, 1).Hash);
    }
}
