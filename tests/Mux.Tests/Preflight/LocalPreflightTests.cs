using System.Net;
using Mux.Camp;
using Mux.Preflight;
using Mux.Preflight.Local;
using Mux.Providers.Local;
using Xunit;

namespace Mux.Tests.Preflight;

public sealed class LocalPreflightTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_ship_needs_a_block_of_addresses()
    {
        var check = await CheckAsync("address blocks", 15, "10.77.0.0/24");
        Assert.Equal((Verdict.Short, "15", "14"), (check.Verdict, check.Wanted, check.There));
        Assert.Contains("local.subnet", check.Fix, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, (await CheckAsync("address blocks", 14, "10.77.0.0/24")).Verdict);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task More_than_this_machine_has_is_short_with_how_many_would_fit(string name)
    {
        var check = await CheckAsync(name, 4_000_000, "10.0.0.0/8");
        Assert.Equal(Verdict.Short, check.Verdict);
        Assert.Matches("at most [0-9]+\\.", check.Fix);
        Assert.Equal(Verdict.Ok, (await CheckAsync(name, 0, "10.0.0.0/8")).Verdict);
    }

    private async Task<PreflightCheck> CheckAsync(string name, int ships, string subnet)
    {
        var camp = new CampDefinition("spring", [new TutorialDefinition("intro", "intro")]) { Local = new LocalDefinition { Subnet = IPNetwork.Parse(subnet), ManagedAgents = false } };
        var settings = new MuxSettings { DataFolder = folder.Path, AccessCode = "x", OrganizerToken = "x" };
        var folders = new ShipFolders(camp, settings);
        using var docker = new DockerNetwork(folders);
        return (await new LocalPreflight(camp, settings, docker, folders).CheckAsync(ships, CancellationToken.None)).Single(check => check.Name == name);
    }
}
