using Mux.Cli;
using Mux.Tests.Api;
using Mux.Tests.Rehearsals;
using Xunit;

namespace Mux.Tests.Cli;

public sealed class RehearseTests
{
    [Fact]
    public async Task It_is_followed_to_its_report_and_the_verdict_is_the_exit_code()
    {
        await using var jupyter = await StandInJupyter.StartAsync();
        await using var mux = await RehearsedMux.StartAsync(jupyter);
        var cli = new CommandLine(new Dictionary<string, string> { ["MUX_ORGANIZER_URL"] = mux.Settings.OrganizerUrl.ToString(), ["MUX_ORGANIZER_TOKEN"] = mux.Settings.OrganizerToken });

        Assert.Equal(ExitCode.Done, await cli.RunAsync("rehearse", "--seats", "1"));
        Assert.Contains("fleet: 1 of 1 ships are free", cli.Output, StringComparison.Ordinal);
        Assert.Contains("login to notebook", cli.Output, StringComparison.Ordinal);
        Assert.Contains("clearing up: nothing is left behind", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Yes", cli.Output, StringComparison.Ordinal);

        jupyter.Result = "3";
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("rehearse", "--seats", "1", "--json"));
        Assert.Equal("bad", cli.Json.GetProperty("report").GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_refused_one_says_why()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.Put(SampleFleet.Attendee("Ada") with { LineNumber = 1 }));
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("rehearse", "--seats", "2"));
        Assert.Contains("1 attendee has a ship or waits for one", cli.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("rehearse"));
        Assert.Empty(host.Snapshot.Rehearsals);
    }
}
