using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class ShipEndpointsTests
{
    [Xunit.Fact]
    public async Task Ships_are_listed_without_any_secret()
    {
        await using var host = await OrganizerHost.StartAsync();
        var attendee = SampleFleet.Attendee("Ada");
        await host.ChangeAsync(draft => draft.Put(attendee));
        var running = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = attendee.Id });
        await host.PutShipAsync(ShipState.Pending);

        var text = await host.Client.GetStringAsync("/api/v1/ships");

        using var document = JsonDocument.Parse(text);
        Xunit.Assert.Equal(2, document.RootElement.GetArrayLength());
        var ship = document.RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == running.Id.Value);
        Xunit.Assert.Equal("running", ship.GetProperty("state").GetString());
        Xunit.Assert.Equal("Ada", ship.GetProperty("attendeeName").GetString());
        Xunit.Assert.Equal("healthy", ship.GetProperty("tutorials")[0].GetProperty("phase").GetString());
        Xunit.Assert.Equal(SampleFleet.Digest(1), ship.GetProperty("tutorials")[0].GetProperty("runningDigest").GetString());
        foreach (var secret in new[] { SampleFleet.Secret, SampleFleet.EnrollmentHash, SampleFleet.ResumeHash, OrganizerHost.Token })
        {
            Xunit.Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Xunit.Fact]
    public async Task A_state_keeps_only_its_ships_and_an_unknown_one_is_refused_by_name()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.PutShipAsync(ShipState.Booting);
        await host.PutShipAsync(ShipState.Pending);

        var booting = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/ships?state=booting");
        Xunit.Assert.Equal(1, booting.GetArrayLength());
        await ProblemAssert.IsAsync(await host.Client.GetAsync("/api/v1/ships?state=sunk"), HttpStatusCode.UnprocessableEntity, "state", "terminated");
    }

    [Xunit.Theory]
    [Xunit.InlineData("s-zzzzzzzzzz")]
    [Xunit.InlineData("nonsense")]
    [Xunit.InlineData("s-%2e%2e%2f%2e%2e")]
    public async Task An_unknown_ship_is_a_404(string id)
    {
        await using var host = await OrganizerHost.StartAsync();
        await ProblemAssert.IsAsync(await host.Client.GetAsync($"/api/v1/ships/{id}"), HttpStatusCode.NotFound, "id", "ships");
        await ProblemAssert.IsAsync(await host.Client.DeleteAsync($"/api/v1/ships/{id}"), HttpStatusCode.NotFound, "id", "ships");
        await ProblemAssert.IsAsync(await host.Client.GetAsync($"/api/v1/ships/{id}/log"), HttpStatusCode.NotFound, "id", "ships");
    }

    [Xunit.Fact]
    public async Task A_deleted_ship_is_terminated_once_and_the_audit_log_says_who_and_from_where()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available);

        var first = await host.Client.DeleteAsync($"/api/v1/ships/{ship.Id}");
        var again = await host.Client.DeleteAsync($"/api/v1/ships/{ship.Id}");

        Xunit.Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Xunit.Assert.Equal((ShipState.Terminated, TerminationCause.Organizer), (host.Snapshot.Ships[ship.Id].State, host.Snapshot.Ships[ship.Id].Cause));
        var events = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/events");
        var only = Xunit.Assert.Single(events.EnumerateArray());
        Xunit.Assert.Equal(("organizer from 127.0.0.1", "terminate", ship.Id.Value), (only.GetProperty("actor").GetString(), only.GetProperty("action").GetString(), only.GetProperty("subject").GetString()));
    }

    [Xunit.Fact]
    public async Task A_log_is_plain_text_of_the_tutorial_that_was_asked_for()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available);
        host.Logs.Answer = new ShipLog("<script>alert(1)</script>\n", null);

        var response = await host.Client.GetAsync($"/api/v1/ships/{ship.Id}/log?tutorial=plots&lines=7");

        Xunit.Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Xunit.Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Xunit.Assert.Equal("<script>alert(1)</script>\n", await response.Content.ReadAsStringAsync());
        Xunit.Assert.Equal((ship.Id, "plots", 7), host.Logs.Asked);
    }

    [Xunit.Theory]
    [Xunit.InlineData("", "tutorial", "intro, plots")]
    [Xunit.InlineData("?tutorial=x", "tutorial", "intro, plots")]
    [Xunit.InlineData("?tutorial=intro&lines=0", "lines", "1000")]
    [Xunit.InlineData("?tutorial=intro&lines=many", "lines", "1000")]
    public async Task A_log_asked_for_wrongly_names_the_field(string query, string field, string fix)
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available);
        await ProblemAssert.IsAsync(await host.Client.GetAsync($"/api/v1/ships/{ship.Id}/log{query}"), HttpStatusCode.UnprocessableEntity, field, fix);
    }

    [Xunit.Fact]
    public async Task A_ship_that_gives_no_log_is_a_502_that_says_why()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ship = await host.PutShipAsync(ShipState.Available);
        host.Logs.Answer = ShipLog.None("the ship's agent is not connected");
        var response = await host.Client.GetAsync($"/api/v1/ships/{ship.Id}/log?tutorial=intro");
        Xunit.Assert.Contains("not connected", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(response, HttpStatusCode.BadGateway, "id", "ships");
    }
}
