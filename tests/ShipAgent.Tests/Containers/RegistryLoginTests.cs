using System.Text;
using Contracts.Control;
using ShipAgent.Containers;
using ShipAgent.Docker;
using ShipAgent.Settings;
using Xunit;

namespace ShipAgent.Tests.Containers;

public sealed class RegistryLoginTests : IDisposable
{
    private static readonly string Digest = "sha256:" + new string('a', 64);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-logins-");
    private readonly RegistryLogins _logins = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_login_serves_the_images_of_its_registry_alone()
    {
        Offer();

        var header = _logins.For(new ImageReference("reg.example:5000/intro", Digest))!.Header;
        Assert.Equal("X-Registry-Auth", header.Key);
        Assert.Equal("""{"username":"camp","password":"canary-word","serveraddress":"reg.example:5000"}""",
            Decoded(_logins.For(new ImageReference("reg.example:5000/intro", Digest))!));
        Assert.Null(_logins.For(new ImageReference("reg.example:50001/intro", Digest)));
        Assert.Null(_logins.For(new ImageReference("intro", Digest)));
    }

    [Fact]
    public void No_file_of_the_agent_ever_holds_it_nor_does_the_spec_that_others_see()
    {
        var specs = Offer();

        Assert.Empty(specs.Current!.Registries);
        Assert.All(_folder.GetFiles(), file => Assert.DoesNotContain("canary", File.ReadAllText(file.FullName), StringComparison.Ordinal));
        Assert.DoesNotContain("canary", $"{_logins.For(new ImageReference("reg.example:5000/intro", Digest))}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_password_counts_even_if_nothing_else_is_new()
    {
        var specs = Offer();
        Assert.False(specs.Offer(Spec("another")));
        Assert.Contains("another", Decoded(_logins.For(new ImageReference("reg.example:5000/intro", Digest))!), StringComparison.Ordinal);
    }

    private static string Decoded(RegistryAuth login) => Encoding.UTF8.GetString(Convert.FromBase64String(login.Header.Value.Replace('-', '+').Replace('_', '/')));

    private SpecStore Offer()
    {
        var specs = new SpecStore(new AgentFolder(_folder.FullName), _logins);
        Assert.True(specs.Offer(Spec("canary-word")));
        return specs;
    }

    private static DesiredSpec Spec(string password) =>
        new() { Generation = 1, Registries = { new RegistryLogin { Host = "reg.example:5000", User = "camp", Password = password } } };
}
