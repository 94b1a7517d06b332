using System.Text.Json;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Cli;

public sealed class ListingTests
{
    [Xunit.Fact]
    public async Task Every_listing_verb_prints_a_table_and_with_json_the_apis_own_document()
    {
        await using var host = await OrganizerHost.StartAsync();
        var attendee = SampleFleet.Attendee("Ada");
        await host.ChangeAsync(draft => draft.Put(attendee));
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = attendee.Id });
        var cli = new CommandLine(host);
        foreach (var verb in new[] { "status", "ships", $"ship {ship.Id}", "rollouts", "attendees", "hands list" })
        {
            Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync([.. verb.Split(' '), "--json"]));
            Xunit.Assert.NotEqual(JsonValueKind.Undefined, cli.Json.ValueKind);
            Xunit.Assert.Empty(cli.Error);
            Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync(verb.Split(' ')));
            Xunit.Assert.DoesNotContain("\u001b", cli.Output, StringComparison.Ordinal);
        }

        await cli.RunAsync("ships");
        Xunit.Assert.Contains(ship.Id.Value, cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Contains("Ada", cli.Output, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task What_a_ship_says_cannot_steer_the_terminal()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Booting, ship => ship with { Reason = "bad\u001b]0;owned\u0007\r\nnews \u202edlrow" });
        host.Logs.Answer = new ShipLog("one\u001b[2Jtwo\nthree\n", null);
        var cli = new CommandLine(host);

        await cli.RunAsync("ships");
        var listing = cli.Output;
        await cli.RunAsync("log", ship.Id.Value, "--tutorial", "intro");

        Xunit.Assert.DoesNotContain("\u001b", listing + cli.Output, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("\u202e", listing, StringComparison.Ordinal);
        Xunit.Assert.Equal(2, listing.TrimEnd().Split('\n').Length);
        Xunit.Assert.Equal(["one[2Jtwo", "three"], cli.Output.TrimEnd().Split('\n').Select(line => line.TrimEnd()));
    }

    [Xunit.Fact]
    public async Task Scale_and_terminate_do_what_they_say()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available);
        var cli = new CommandLine(host);

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("scale", "4"));
        Xunit.Assert.Equal(4, host.Snapshot.Goal);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("scale", "51"));
        Xunit.Assert.Contains("0 to 50", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("terminate", ship.Id.Value));
        Xunit.Assert.Contains("--yes", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ShipState.Available, host.Snapshot.Ships[ship.Id].State);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("terminate", ship.Id.Value, "--yes"));
        Xunit.Assert.Equal(ShipState.Terminated, host.Snapshot.Ships[ship.Id].State);
    }

    [Xunit.Theory]
    [Xunit.InlineData("ship", "s-2222222222")]
    [Xunit.InlineData("ship", "../fleet")]
    [Xunit.InlineData("ship", "..")]
    [Xunit.InlineData("log", "s-2222222222")]
    public async Task An_unknown_ship_is_refused_with_a_way_out(string verb, string id)
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync(verb, id));
        Xunit.Assert.Contains("ships", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Empty(cli.Output);
    }
}
