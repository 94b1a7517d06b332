using ShipAgent.Settings;
using Xunit;

namespace ShipAgent.Tests.Settings;

public sealed class AgentSettingsTests : IDisposable
{
    private const string Whole = """
        {"shipId":"ship-7f3a","camp":"demo","controlUrl":"https://127.0.0.1:8443","caFile":"ca.crt","tokenFile":"enroll.token",
         "network":"camp-demo","addressBlock":"10.77.0.16/28","dockerSocket":"/var/run/docker.sock"}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("agent-settings-").FullName;

    [Fact]
    public void A_whole_file_is_read()
    {
        File.WriteAllText(Path.Combine(_folder, "agent.json"), Whole);

        var settings = AgentSettings.Read(_folder, out var errors);

        Assert.Empty(errors);
        Assert.Equal("ship-7f3a", settings!.ShipId);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        File.WriteAllText(Path.Combine(_folder, "agent.json"), """{"shipId":"A B","controlUrl":"http://x","addressBlock":"10.0.0.0/8","dockerSocket":"x"}""");

        Assert.Null(AgentSettings.Read(_folder, out var errors));
        Assert.Equal(["shipId", "camp", "controlUrl", "network", "addressBlock", "dockerSocket"], errors.Select(error => error.Split(' ')[0]));
    }

    [Fact]
    public void An_unknown_key_is_a_fault()
    {
        File.WriteAllText(Path.Combine(_folder, "agent.json"), Whole.Replace("caFile", "cafile2", StringComparison.Ordinal));

        Assert.Null(AgentSettings.Read(_folder, out var errors));
        Assert.Contains("cafile2", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told() => Assert.True(AgentSettings.Read(_folder, out var errors) is null && errors.Count == 1);

    [Fact]
    public void The_boot_epoch_rises_with_each_start()
    {
        Assert.Equal(1UL, new AgentFolder(_folder).NextBootEpoch());
        Assert.Equal(2UL, new AgentFolder(_folder).NextBootEpoch());
    }

    [Fact]
    public void Files_are_for_their_owner_only()
    {
        new AgentFolder(_folder).Write("secret", "x");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "secret")));
    }

    [Fact]
    public void Only_one_agent_runs_in_a_folder()
    {
        using var first = SingleAgent.TryClaim(new AgentFolder(_folder));

        Assert.NotNull(first);
        Assert.Null(SingleAgent.TryClaim(new AgentFolder(_folder)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
