using System.Collections.Immutable;
using Contracts.Control;
using Mux.Camp;
using Mux.ControlChannel;
using Mux.Fleet;
using Mux.Images;
using Xunit;

namespace Mux.Tests.ControlChannel;

public sealed class SpecBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_password_of_a_registry_goes_to_ships_that_pull_from_it_and_a_new_one_is_read_without_a_restart()
    {
        var key = new RegistryKey("reg.example", folder.At("secret"));
        var camp = new CampDefinition("spring", [new TutorialDefinition("intro", "reg.example/intro:1")])
        {
            Registries = [key, new RegistryKey("other.example", folder.At("secret"))], Fleet = new FleetDefinition { CopyHomesEvery = TimeSpan.FromSeconds(60) },
        };
        foreach (var password in new[] { "old", "new" })
        {
            File.WriteAllText(key.File, $"camp:{password}");
            var spec = Build(camp);
            Assert.Equal(new RegistryLogin { Host = "reg.example", User = "camp", Password = password }, Assert.Single(spec.Registries));
            Assert.Equal(60U, spec.CopyHomesSeconds);
        }

        File.Delete(key.File);
        Assert.Empty(Build(camp).Registries);
    }

    private static DesiredSpec Build(CampDefinition camp)
    {
        var target = new TutorialTarget("intro", $"reg.example/intro@sha256:{new string('a', 64)}", null);
        return new SpecBuilder(camp).For(new Ship(ShipId.New(), HomeId.New(), DateTimeOffset.UnixEpoch) { Targets = ImmutableSortedDictionary<string, TutorialTarget>.Empty.Add("intro", target) }, FleetSnapshot.Empty).Spec;
    }
}
