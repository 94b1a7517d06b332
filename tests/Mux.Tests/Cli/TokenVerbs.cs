using Mux.Cli;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class TokenVerbs
{
    [Xunit.Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("token", "create", "--author", "Ada", "--tutorial", "intro", "--days", "7"));
        var secret = cli.Output.Split('\n')[0].Trim();
        Xunit.Assert.StartsWith("mux_", secret, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("token", "list", "--json"));
        var listed = cli.Json.EnumerateArray().Single();
        Xunit.Assert.Equal("author", listed.GetProperty("role").GetString());
        Xunit.Assert.DoesNotContain(secret, cli.Output, StringComparison.Ordinal);

        var author = new CommandLine(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = host.Settings.OrganizerUrl.ToString(), ["MUX_ORGANIZER_TOKEN"] = secret });
        Xunit.Assert.Equal(ExitCode.Done, await author.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--no-wait"));
        Xunit.Assert.Equal(ExitCode.Refused, await author.RunAsync("deploy", "plots", "127.0.0.1:5000/intro:v2", "--no-wait"));
        Xunit.Assert.Contains("Yours: intro", author.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Refused, await author.RunAsync("scale", "3"));

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("token", "revoke", listed.GetProperty("id").GetString()!));
        Xunit.Assert.Equal(ExitCode.Unreachable, await author.RunAsync("rollouts"));
    }

    [Xunit.Theory]
    [Xunit.InlineData("token create")]
    [Xunit.InlineData("token create --author Ada --helper Bea --tutorial intro")]
    [Xunit.InlineData("token create --author")]
    public async Task A_token_for_nobody_or_for_two_is_a_wrong_command_line(string line)
    {
        await using var host = await OrganizerHost.StartAsync();
        Xunit.Assert.Equal(ExitCode.Usage, await new CommandLine(host).RunAsync(line.Split(' ')));
        Xunit.Assert.Empty(host.Snapshot.StaffTokens);
    }
}
