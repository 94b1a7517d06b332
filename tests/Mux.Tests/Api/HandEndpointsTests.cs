using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Cli;

namespace Mux.Tests.Api;

public sealed class HandEndpointsTests
{
    [Xunit.Fact]
    public async Task Hands_are_listed_in_order_taken_and_done_and_the_audit_log_says_by_whom_and_from_where()
    {
        await using var host = await OrganizerHost.StartAsync();
        var (first, _) = (await RaiseAsync(host, "Ada", "plots"), await RaiseAsync(host, "Ben", ""));
        var hands = await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/hands");
        Xunit.Assert.Equal(["Ada", "Ben"], hands!.Select(hand => hand.GetProperty("attendeeName").GetString()));
        using var taken = await host.Client.PostAsync($"/api/v1/hands/{first.Id}/take", null);
        var info = await taken.Content.ReadFromJsonAsync<JsonElement>();
        Xunit.Assert.Equal(("organizer", "nothing"), (info.GetProperty("helper").GetString(), info.GetProperty("open").GetString()));
        using var done = await host.Client.PostAsync($"/api/v1/hands/{first.Id}/done", null);
        Xunit.Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Xunit.Assert.Single(host.Snapshot.Hands);
        var lines = await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/events");
        Xunit.Assert.Equal(["hand.done", "hand.taken"], lines!.Select(line => line.GetProperty("action").GetString()));
        Xunit.Assert.All(lines!, line => Xunit.Assert.Equal("organizer from 127.0.0.1", line.GetProperty("actor").GetString()));
    }

    [Xunit.Fact]
    public async Task Only_who_has_taken_a_hand_asks_and_only_where_there_is_something_to_see()
    {
        await using var host = await OrganizerHost.StartAsync();
        var hand = await RaiseAsync(host, "Ada", "plots");
        await ProblemAsync(host, hand.Id.Value, "{}", HttpStatusCode.Conflict, "id");
        using var taken = await host.Client.PostAsync($"/api/v1/hands/{hand.Id}/take", null);
        await ProblemAsync(host, hand.Id.Value, "{}", HttpStatusCode.Conflict, "id"); // no ship
        await ProblemAsync(host, hand.Id.Value, """{"tutorial": "nosuch"}""", HttpStatusCode.UnprocessableEntity, "tutorial");
        await ProblemAsync(host, "q-22222222", "{}", HttpStatusCode.NotFound, "id");
        await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = hand.Attendee });
        using var asked = await AskAsync(host, hand.Id.Value, "{}");
        Xunit.Assert.Equal("asked", (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("open").GetString());
        Xunit.Assert.Equal(("plots", false), (host.Snapshot.Hands[hand.Attendee].Question!.Tutorial, host.Snapshot.Hands[hand.Attendee].Question!.Typing));
        await ProblemAsync(host, hand.Id.Value, "{}", HttpStatusCode.Conflict, "id"); // asked already
        using var closed = await host.Client.PostAsync($"/api/v1/hands/{hand.Id}/close", null);
        Xunit.Assert.Null(host.Snapshot.Hands[hand.Attendee].Question);
    }

    [Xunit.Fact]
    public async Task The_command_line_lists_takes_and_finishes()
    {
        await using var host = await OrganizerHost.StartAsync();
        var hand = await RaiseAsync(host, "Ada", "plots");
        var cli = new CommandLine(host);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("hands", "list", "--json"));
        Xunit.Assert.Equal(hand.Id.Value, cli.Json.EnumerateArray().Single().GetProperty("id").GetString());
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("hands", "take", hand.Id.Value));
        Xunit.Assert.Contains("organizer", cli.Output, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("hands", "done", hand.Id.Value));
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("hands", "done", hand.Id.Value));
        Xunit.Assert.Contains("mux hands list", cli.Error, StringComparison.Ordinal);
    }

    internal static async Task<Hand> RaiseAsync(OrganizerHost host, string name, string tutorial)
    {
        var attendee = SampleFleet.Attendee(name);
        await host.ChangeAsync(draft =>
        {
            draft.Put(attendee);
            draft.Put(new Hand(HandId.New(), attendee.Id, tutorial, "it <hangs>", draft.Now));
        });
        return host.Snapshot.Hands[attendee.Id];
    }

    private static Task<HttpResponseMessage> AskAsync(OrganizerHost host, string hand, string body) =>
        host.Client.PostAsync($"/api/v1/hands/{hand}/ask", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private static async Task ProblemAsync(OrganizerHost host, string hand, string body, HttpStatusCode status, string field)
    {
        using var response = await AskAsync(host, hand, body);
        Xunit.Assert.Equal(status, response.StatusCode);
        Xunit.Assert.Equal(field, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }
}
