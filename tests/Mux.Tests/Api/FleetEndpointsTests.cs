using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class FleetEndpointsTests
{
    [Xunit.Fact]
    public async Task The_fleet_says_counts_goal_doors_line_and_targets()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.PutShipAsync(ShipState.Booting);
        await host.PutShipAsync(ShipState.Available);
        await host.ChangeAsync(draft =>
        {
            draft.SetGoal(2);
            draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null));
            draft.Put(SampleFleet.Attendee("Grace", line: 1));
        });

        var fleet = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet");

        Xunit.Assert.Equal((2, 50, 2, false, 1), (Number(fleet, "goal"), Number(fleet, "maxShips"), Number(fleet, "openAt"), fleet.GetProperty("doorsOpen").GetBoolean(), Number(fleet, "waiting")));
        Xunit.Assert.Equal((1, 1), (Number(fleet.GetProperty("ships"), "booting"), Number(fleet.GetProperty("ships"), "available")));
        Xunit.Assert.Equal(SampleFleet.Digest(1), fleet.GetProperty("tutorials")[0].GetProperty("digest").GetString());
        Xunit.Assert.Equal(1, Number(fleet.GetProperty("tutorials")[0], "onTarget"));
        Xunit.Assert.Equal(JsonValueKind.Null, fleet.GetProperty("tutorials")[1].GetProperty("digest").ValueKind);
    }

    [Xunit.Fact]
    public async Task A_goal_is_stored_and_audited()
    {
        await using var host = await OrganizerHost.StartAsync();
        var response = await host.Client.PutAsJsonAsync("/api/v1/fleet/goal", new { ships = 50 });
        Xunit.Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Xunit.Assert.Equal(50, host.Snapshot.Goal);
        Xunit.Assert.Equal("goal", (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/events"))[0].GetProperty("action").GetString());
    }

    [Xunit.Theory]
    [Xunit.InlineData("""{"ships": -1}""", "ships")]
    [Xunit.InlineData("""{"ships": 51}""", "ships")]
    [Xunit.InlineData("""{"ships": "three"}""", "ships")]
    [Xunit.InlineData("""{"ships": 2.5}""", "ships")]
    [Xunit.InlineData("""{"ship": 3}""", "ships")]
    [Xunit.InlineData("""{"ships": 3""", "ships")]
    [Xunit.InlineData("""null""", "body")]
    [Xunit.InlineData("", "body")]
    public async Task A_wrong_goal_names_the_field_and_changes_nothing(string body, string field)
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.SetGoal(7));
        var response = await host.Client.PutAsync("/api/v1/fleet/goal", new StringContent(body, Encoding.UTF8, "application/json"));
        await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, field, "");
        Xunit.Assert.Equal(7, host.Snapshot.Goal);
    }

    [Xunit.Fact]
    public async Task A_body_that_is_not_json_or_far_too_large_is_refused()
    {
        await using var host = await OrganizerHost.StartAsync();
        await ProblemAssert.IsAsync(await host.Client.PutAsync("/api/v1/fleet/goal", new StringContent("ships=3")), HttpStatusCode.UnsupportedMediaType, "Content-Type", "application/json");
        var large = new StringContent($$"""{"ships": 3, "x": "{{new string('x', 20_000)}}"}""", Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await host.Client.PutAsync("/api/v1/fleet/goal", large), HttpStatusCode.RequestEntityTooLarge, "body", "ships");
    }

    [Xunit.Fact]
    public async Task Attendees_are_listed_without_hashes()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.Put(SampleFleet.Attendee("Grace", line: 1)));
        var text = await host.Client.GetStringAsync("/api/v1/attendees");
        Xunit.Assert.DoesNotContain(SampleFleet.ResumeHash, text, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        Xunit.Assert.Equal(("Grace", 1), (document.RootElement[0].GetProperty("name").GetString(), Number(document.RootElement[0], "position")));
    }

    [Xunit.Fact]
    public async Task Events_come_newest_first_in_pages()
    {
        await using var host = await OrganizerHost.StartAsync();
        for (var ships = 1; ships <= 3; ships++)
        {
            await host.Client.PutAsJsonAsync("/api/v1/fleet/goal", new { ships });
        }

        var first = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/events?limit=2");
        var next = await host.Client.GetFromJsonAsync<JsonElement>($"/api/v1/events?limit=2&before={first[1].GetProperty("id").GetInt64()}");

        Xunit.Assert.Equal(["2 to 3", "1 to 2"], first.EnumerateArray().Select(line => line.GetProperty("detail").GetString()));
        Xunit.Assert.Equal(1, next.GetArrayLength());
        await ProblemAssert.IsAsync(await host.Client.GetAsync("/api/v1/events?limit=0"), HttpStatusCode.UnprocessableEntity, "limit", "500");
        await ProblemAssert.IsAsync(await host.Client.GetAsync("/api/v1/events?before=x"), HttpStatusCode.UnprocessableEntity, "before", "id");
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
