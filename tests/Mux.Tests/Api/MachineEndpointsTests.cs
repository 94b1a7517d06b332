using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Cli;
using Xunit;

namespace Mux.Tests.Api;

public sealed class MachineEndpointsTests
{
    private static readonly LaunchStop Stop = new("AuthFailure", "not you.", "Mend it.");

    [Fact]
    public async Task Machines_are_listed_with_what_the_sweep_does_with_them()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available, ship => ship with { ProviderId = "i-ours" });
        Assert.Equal(JsonValueKind.Null, (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet/machines")).GetProperty("at").ValueKind);
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("fleet", "sweep", "--dry-run"));
        Assert.Contains("does not answer", cli.Error, StringComparison.Ordinal);
        await host.ChangeAsync(draft => draft.See(new MachineLook(draft.Now, [new Machine("i-ours", MachineState.Alive), new Machine("i-stray", MachineState.Alive), new Machine("i-old", MachineState.Gone) { Reason = "done" }, new Machine("i-theirs", MachineState.Alive) { Fleet = "f-theirs" }])));
        var machines = (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet/machines")).GetProperty("machines").EnumerateArray().ToDictionary(machine => machine.GetProperty("id").GetString()!);
        Assert.Equal(("keep", ship.Id.Value), (machines["i-ours"].GetProperty("verdict").GetString(), machines["i-ours"].GetProperty("ship").GetString()));
        Assert.Equal(("terminate", "gone"), (machines["i-stray"].GetProperty("verdict").GetString(), machines["i-old"].GetProperty("verdict").GetString()));
        Assert.Equal(ExitCode.Done, await cli.RunAsync("fleet", "sweep", "--dry-run"));
        Assert.Contains("1 of 4 machines are nobody's", cli.Output, StringComparison.Ordinal);
        Assert.Contains($"1 more carries this camp's name, but not the id of this fleet ({host.Snapshot.Fleet})", cli.Output, StringComparison.Ordinal);
        Assert.Equal("foreign", machines["i-theirs"].GetProperty("verdict").GetString());
        Assert.Equal(ExitCode.Done, await cli.RunAsync("fleet", "sweep", "--dry-run", "--json"));
        Assert.Equal(4, cli.Json.GetProperty("machines").GetArrayLength());
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("fleet", "sweep"));
    }

    [Fact]
    public async Task A_stop_is_shown_everywhere_and_ends_when_the_organizer_says_so()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.Put(new LaunchBoard { Stop = Stop }));
        var ready = await host.Client.GetAsync("/readyz");
        Assert.Contains("launches: no ship is launched: AuthFailure", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var cli = new CommandLine(host);
        await cli.RunAsync("status");
        Assert.Contains("! No ship is launched: AuthFailure: not you. Mend it.", cli.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("fleet", "retry"));
        Assert.Null(host.Snapshot.Board.Stop);
        Assert.Equal("retry launches", (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/events"))[0].GetProperty("action").GetString());
    }

    [Fact]
    public async Task Down_ends_every_ship_and_succeeds_only_on_the_providers_word()
    {
        await using var host = await OrganizerHost.StartAsync();
        var used = await host.PutShipAsync(ShipState.Running, ship => ship with { ProviderId = "i-1" });
        var free = await host.PutShipAsync(ShipState.Available, ship => ship with { ProviderId = "i-2" });
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("down"));
        Assert.True(host.Snapshot.Ships[used.Id].IsLive);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("down", "--yes", "--minutes", "0"));
        Assert.Equal((0, 0), (host.Snapshot.Goal, host.Snapshot.Ships.Values.Count(ship => ship.IsLive)));
        await host.ChangeAsync(draft => draft.See(new MachineLook(draft.Now, [new Machine("i-1", MachineState.Gone), new Machine("i-2", MachineState.Ending)])));
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("down", "--yes", "--minutes", "0"));
        Assert.Contains("i-2", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("i-1", cli.Output, StringComparison.Ordinal);
        var down = cli.RunAsync("down", "--yes");
        await host.ChangeAsync(draft =>
        {
            draft.Apply(used.Id, new ShipEvent.Reclaimed());
            draft.Apply(free.Id, new ShipEvent.Reclaimed());
        });
        while (!down.IsCompleted)
        {
            await host.ChangeAsync(draft => draft.See(new MachineLook(draft.Now, [new Machine("i-1", MachineState.Gone), new Machine("i-2", MachineState.Gone), new Machine("i-theirs", MachineState.Alive) { Fleet = "f-theirs" }])));
            await Task.WhenAny(down, host.Client.GetAsync("/healthz"));
        }

        Assert.Equal(ExitCode.Done, await down);
    }

    [Fact]
    public async Task The_cost_is_told_where_there_are_prices()
    {
        await using var host = await OrganizerHost.StartAsync();
        Assert.Equal(JsonValueKind.Null, (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet")).GetProperty("cost").ValueKind);
        await using var priced = await OrganizerHost.StartAsync(camp => camp with
        {
            Fleet = camp.Fleet with { Provider = "ec2" },
            Ec2 = new("eu-central-1", "ami-1", [new("subnet-a", "t3.large")]) { Prices = new() { Hourly = ImmutableSortedDictionary<string, decimal>.Empty.Add("t3.large", 0.5m) } },
        });
        await priced.PutShipAsync(ShipState.Available, ship => ship with { ProviderId = "i-1", MachineType = "t3.large", MachineSince = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2) });
        var cost = (await priced.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet")).GetProperty("cost");
        Assert.Equal((0.5m, 1), (cost.GetProperty("perHour").GetDecimal(), cost.GetProperty("machines").GetInt32()));
        Assert.InRange(cost.GetProperty("soFar").GetDecimal(), 1m, 1.01m);
        var cli = new CommandLine(priced);
        await cli.RunAsync("status");
        Assert.Contains("cost: $0.50 an hour for 1 machines, $1.00 so far", cli.Output, StringComparison.Ordinal);
    }
}
