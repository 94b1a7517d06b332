using Mux.Cli;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class TroubleTests
{
    [Xunit.Fact]
    public async Task A_mux_that_is_not_there_is_named_with_its_address_and_what_to_do()
    {
        var cli = new CommandLine(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = "http://127.0.0.1:1", ["MUX_ORGANIZER_TOKEN"] = "x" });
        Xunit.Assert.Equal(ExitCode.Unreachable, await cli.RunAsync("status"));
        Xunit.Assert.Contains("http://127.0.0.1:1", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Contains("ops/up", cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_wrong_token_is_told_from_a_mux_that_is_away()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = new CommandLine(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = host.Settings.OrganizerUrl.ToString(), ["MUX_ORGANIZER_TOKEN"] = "wrong-token-of-mine" });
        Xunit.Assert.Equal(ExitCode.Unreachable, await cli.RunAsync("ships"));
        Xunit.Assert.Contains("MUX_ORGANIZER_TOKEN", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("wrong-token-of-mine", cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task The_token_is_found_in_the_folder_of_the_mux()
    {
        await using var host = await OrganizerHost.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(host.Settings.DataFolder, MuxAddress.TokenFile), OrganizerHost.Token + "\n");
        var cli = new CommandLine(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = host.Settings.OrganizerUrl.ToString(), ["MUX_DATA"] = host.Settings.DataFolder });
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("status"));
        var lost = new CommandLine(new Dictionary<string, string> { ["MUX_DATA"] = "/nowhere" });
        Xunit.Assert.Equal(ExitCode.Unreachable, await lost.RunAsync("status"));
        Xunit.Assert.Contains("/nowhere", lost.Error, StringComparison.Ordinal);
    }

    [Xunit.Theory]
    [Xunit.InlineData("scale", "many")]
    [Xunit.InlineData("scale")]
    [Xunit.InlineData("nosuchverb")]
    [Xunit.InlineData("deploy", "intro")]
    [Xunit.InlineData("status", "--nosuchoption")]
    public async Task A_wrong_command_line_is_told_from_a_failure(params string[] arguments)
    {
        var cli = new CommandLine(new Dictionary<string, string>());
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync(arguments));
        Xunit.Assert.Contains("--help", cli.Error, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task Every_verb_has_help_with_an_example()
    {
        var cli = new CommandLine(new Dictionary<string, string>());
        await cli.RunAsync("--help");
        Xunit.Assert.Contains("Exit codes", cli.Output, StringComparison.Ordinal);
        foreach (var verb in new[] { "serve", "status", "ships", "ship", "log", "scale", "deploy", "rollouts", "terminate", "attendees", "validate", "try" })
        {
            Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync(verb, "--help"));
            Xunit.Assert.Contains("Example: mux " + verb, cli.Output, StringComparison.Ordinal);
        }

        foreach (var verb in new[] { "list", "show", "pause", "resume", "rollback" })
        {
            Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("rollout", verb, "--help"));
            Xunit.Assert.Contains("Example: mux rollout " + verb, cli.Output, StringComparison.Ordinal);
        }
    }

    [Xunit.Fact]
    public async Task Validate_prints_all_errors_and_serve_gets_its_file()
    {
        var cli = new CommandLine(new Dictionary<string, string>()) { CampErrors = ["line 3: fleet.shps: is not a key here", "line 9: tutorials: is missing"] };
        Xunit.Assert.Equal(ExitCode.Failed, await cli.RunAsync("validate", "camp.yaml"));
        Xunit.Assert.Equal(2, cli.Error.TrimEnd().Split('\n').Length);
        var good = new CommandLine(new Dictionary<string, string>());
        Xunit.Assert.Equal(ExitCode.Done, await good.RunAsync("validate", "camp.yaml"));
        Xunit.Assert.Equal(ExitCode.Done, await good.RunAsync("serve", "--config", "other.yaml"));
        Xunit.Assert.Equal("other.yaml", good.Served);
    }

    [Xunit.Fact]
    public async Task Try_names_what_is_missing()
    {
        var cli = new CommandLine(new Dictionary<string, string> { ["MUX_AGENT"] = "/nowhere/ShipAgent" });
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("try", "/nowhere"));
        Xunit.Assert.Contains("no folder /nowhere", cli.Error, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("mux-try-");
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("try", folder.FullName));
        Xunit.Assert.Contains("no Dockerfile", cli.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Dockerfile"), "FROM scratch\n");
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("try", folder.FullName));
        Xunit.Assert.Contains("MUX_AGENT", cli.Error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Xunit.Theory]
    [Xunit.InlineData("My Tutorial", "my-tutorial")]
    [Xunit.InlineData("2024_plots", "t-2024-plots")]
    [Xunit.InlineData("Übung", "bung")]
    [Xunit.InlineData("...", "t")]
    [Xunit.InlineData("a-very-long-name-that-no-tutorial-should-have", "a-very-long-name-that-no-tutoria")]
    public void A_folders_name_becomes_a_tutorials_name(string folder, string name) => Xunit.Assert.Equal(name, Trial.NameOf(folder));
}
