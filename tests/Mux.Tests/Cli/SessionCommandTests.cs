using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class SessionCommandTests
{
    [Xunit.Fact]
    public async Task Sessions_doors_and_the_goals_rule_are_steered_from_the_command_line()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "add", "morning", "--time-zone", "Europe/Berlin", "--opens", "2099-03-04 09:00", "--closes", "12:30", "--seats", "40", "--json"));
        Xunit.Assert.Equal(40, cli.Json.GetProperty("wanted").GetInt32());
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "change", "morning", "--spare", "4"));
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "list"));
        Xunit.Assert.Contains("2099-03-04 08:00", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "list", "--json"));
        Xunit.Assert.Equal(44, cli.Json[0].GetProperty("wanted").GetInt32());
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("session", "add", "noon", "--time-zone", "Europe/Berlin", "--opens", "2099-03-04 12:00", "--closes", "13:00", "--seats", "4"));
        Xunit.Assert.Contains("overlaps session morning", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("doors", "open"));
        Xunit.Assert.True(host.Snapshot.DoorsOpen);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("scale", "9"));
        Xunit.Assert.Equal((9, GoalRule.Hand), (host.Snapshot.Goal, host.Snapshot.GoalRule));
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("scale", "auto"));
        Xunit.Assert.Equal(GoalRule.Sessions, host.Snapshot.GoalRule);
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("scale", "many"));
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "remove", "morning"));
        Xunit.Assert.True(host.Snapshot.Sessions.IsEmpty);
    }
}
