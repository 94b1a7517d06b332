using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Cli;

namespace Mux.Tests.Api;

public sealed class BulkEndpointsTests
{
    [Xunit.Fact]
    public async Task A_dry_run_tells_which_ships_and_who_is_on_them_and_changes_nothing()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = SampleFleet.Attendee("Ada");
        await host.ChangeAsync(draft => draft.Put(ada));
        var used = await host.PutShipAsync(ShipState.Running, ship => Failed(ship) with { Attendee = ada.Id });
        var free = await host.PutShipAsync(ShipState.Booting, Failed);
        await host.PutShipAsync(ShipState.Available);
        var info = await SendAsync(host, new { action = "replace", state = "failed", dryRun = true });
        Xunit.Assert.Equal(new[] { used.Id.Value, free.Id.Value }.Order(StringComparer.Ordinal), info.GetProperty("ships").EnumerateArray().Select(id => id.GetString()));
        Xunit.Assert.Equal(["Ada"], info.GetProperty("attendees").EnumerateArray().Select(name => name.GetString()));
        Xunit.Assert.All(host.Snapshot.Ships.Values, ship => Xunit.Assert.True(ship.IsLive));
    }

    [Xunit.Fact]
    public async Task Terminate_lowers_the_goal_replace_does_not_and_retry_touches_only_what_failed()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.SetGoal(10));
        var ships = new List<Ship>();
        for (var i = 0; i < 4; i++)
        {
            ships.Add(await host.PutShipAsync(ShipState.Available));
        }

        await SendAsync(host, new { action = "replace", ships = new[] { ships[0].Id.Value } });
        Xunit.Assert.Equal(10, host.Snapshot.Goal);
        var ended = await SendAsync(host, new { action = "terminate", ships = new[] { ships[0].Id.Value, ships[1].Id.Value, ships[2].Id.Value } });
        Xunit.Assert.Equal((8, 2), (ended.GetProperty("goal").GetInt32(), ended.GetProperty("ships").GetArrayLength()));
        Xunit.Assert.Equal((8, GoalRule.Hand), (host.Snapshot.Goal, host.Snapshot.GoalRule));

        var sick = await host.PutShipAsync(ShipState.Running, Failed);
        var retried = await SendAsync(host, new { action = "retry", ships = new[] { sick.Id.Value, ships[3].Id.Value } });
        Xunit.Assert.Equal((1, 1), (retried.GetProperty("ships").GetArrayLength(), retried.GetProperty("passed").GetInt32()));
        Xunit.Assert.Equal((sick.Generation + 1, ShipState.Running), (host.Snapshot.Ships[sick.Id].Generation, host.Snapshot.Ships[sick.Id].State));
        var events = (await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/events"))!.Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("subject").GetString()}").ToList();
        Xunit.Assert.Equal(4, events.Count(line => line.StartsWith("replace", StringComparison.Ordinal) || line.StartsWith("terminate", StringComparison.Ordinal) || line.StartsWith("retry", StringComparison.Ordinal)));
    }

    [Xunit.Theory]
    [Xunit.InlineData("""{"action": "replace"}""", "ships")]
    [Xunit.InlineData("""{"action": "sink", "state": "failed"}""", "action")]
    [Xunit.InlineData("""{"action": "replace", "state": "sunk"}""", "state")]
    [Xunit.InlineData("""{"action": "replace", "phase": "odd"}""", "phase")]
    [Xunit.InlineData("""{"action": "replace", "ships": ["../x"]}""", "ships")]
    public async Task An_order_that_does_not_say_which_ships_or_what_is_refused(string body, string field)
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.PutShipAsync(ShipState.Available);
        using var response = await host.Client.PostAsync("/api/v1/ships/bulk", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Xunit.Assert.Equal(field, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Xunit.Assert.All(host.Snapshot.Ships.Values, ship => Xunit.Assert.True(ship.IsLive));
    }

    [Xunit.Fact]
    public async Task The_command_line_asks_unless_it_is_told_not_to()
    {
        await using var host = await OrganizerHost.StartAsync();
        var sick = await host.PutShipAsync(ShipState.Booting, Failed);
        var well = await host.PutShipAsync(ShipState.Available);
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Usage, await cli.RunAsync("ships", "end", "--state", "failed"));
        Xunit.Assert.Contains("--yes", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.True(host.Snapshot.Ships[sick.Id].IsLive);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("ships", "end", "--state", "failed", "--yes", "--json"));
        Xunit.Assert.Equal([sick.Id.Value], cli.Json.GetProperty("ships").EnumerateArray().Select(id => id.GetString()));
        Xunit.Assert.Equal((false, true), (host.Snapshot.Ships[sick.Id].IsLive, host.Snapshot.Ships[well.Id].IsLive));
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("ships", "retry", "--state", "failed", "--yes"));
        Xunit.Assert.Contains("no ship matches", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("ships", "replace", "--yes"));
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("ships", "--state", "available"));
        Xunit.Assert.Contains(well.Id.Value, cli.Output, StringComparison.Ordinal);
    }

    private static Ship Failed(Ship ship) => ship with { Tutorials = ship.Tutorials.SetItem("intro", ship.Tutorials["intro"] with { Phase = TutorialPhase.Failed, Reason = "hook failed" }) };

    private static async Task<JsonElement> SendAsync(OrganizerHost host, object body)
    {
        using var response = await host.Client.PostAsJsonAsync("/api/v1/ships/bulk", body);
        Xunit.Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
