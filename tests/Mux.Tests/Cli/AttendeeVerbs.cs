using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class AttendeeVerbs
{
    [Xunit.Fact]
    public async Task A_code_is_printed_first_and_alone_on_its_line()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = await PutAsync(host, "Ada Lovelace");
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("attendees", "code", " ada lovelace"));
        Xunit.Assert.True(ResumeCode.Matches(cli.Output.Split('\n')[0].Trim(), host.Snapshot.Attendees[ada.Id].ResumeHash));
        Xunit.Assert.Contains($"Ada Lovelace ({ada.Id})", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Empty(cli.Error);

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("attendees", "code", ada.Id.Value, "--json"));
        Xunit.Assert.True(ResumeCode.Matches(cli.Json.GetProperty("code").GetString(), host.Snapshot.Attendees[ada.Id].ResumeHash));
        var code = cli.Json.GetProperty("code").GetString()!;
        await cli.RunAsync("events");
        Xunit.Assert.Contains("attendee.code", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain(code, cli.Output, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task Somebody_is_logged_out_everywhere()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = await PutAsync(host, "Ada");
        await host.ChangeAsync(draft => draft.Put(new LoginSession("one", ada.Id, draft.Now.AddHours(1))));
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("attendees", "logout", "Ada"));
        Xunit.Assert.Equal($"Ada ({ada.Id}) is logged out everywhere: 1 login ended.", cli.Output.Trim());
        Xunit.Assert.Empty(host.Snapshot.Logins);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("attendees", "logout", "Ada", "--json"));
        Xunit.Assert.Equal(0, cli.Json.GetProperty("ended").GetInt32());
    }

    [Xunit.Theory]
    [Xunit.InlineData("code")]
    [Xunit.InlineData("logout")]
    public async Task A_name_of_two_or_of_nobody_names_those_who_may_be_meant_and_changes_nothing(string order)
    {
        await using var host = await OrganizerHost.StartAsync();
        var (ada, other, bob) = (await PutAsync(host, "Ada"), await PutAsync(host, "ada", "ID:other"), await PutAsync(host, "Bob Adams"));
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = ada.Id });
        var before = host.Snapshot;
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("attendees", order, "Ada"));
        Xunit.Assert.Contains($"{ada.Id} (Ada, on {ship.Id})", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Contains($"{other.Id} (ada, on no ship)", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("attendees", order, "bob"));
        Xunit.Assert.Contains($"is it one of these? {bob.Id} (Bob Adams, on no ship).", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("attendees", order, "Zoe"));
        Xunit.Assert.Contains("'mux attendees' lists", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Empty(cli.Output);
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("attendees", order));
        Xunit.Assert.Same(before.Attendees, host.Snapshot.Attendees);
    }

    [Xunit.Fact]
    public async Task Who_has_no_code_is_pointed_to_what_helps()
    {
        await using var host = await OrganizerHost.StartAsync();
        var entry = new RosterEntry(RosterId.New(), "Grace", "grace@example.org", TimeProvider.System.GetUtcNow());
        await host.ChangeAsync(draft =>
        {
            draft.Put(entry);
            draft.Put(SampleFleet.Attendee("Grace") with { ResumeHash = "", Origin = AttendeeOrigin.Roster, Identity = entry.Identity });
        });
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("attendees", "code", "Grace"));
        Xunit.Assert.Contains("mux roster link grace@example.org", cli.Error, StringComparison.Ordinal);
    }

    private static async Task<Attendee> PutAsync(OrganizerHost host, string name, string? key = null)
    {
        var attendee = SampleFleet.Attendee(name);
        attendee = attendee with { NameKey = key ?? attendee.NameKey };
        await host.ChangeAsync(draft => draft.Put(attendee));
        return attendee;
    }
}
