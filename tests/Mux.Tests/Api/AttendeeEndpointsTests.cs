using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class AttendeeEndpointsTests
{
    [Xunit.Fact]
    public async Task A_code_is_made_and_told_once()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = await PutAsync(host, SampleFleet.Attendee("Ada"));
        using var answer = await host.Client.PostAsync($"/api/v1/attendees/{ada.Id}/code", null);
        Xunit.Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Xunit.Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var code = made.GetProperty("code").GetString()!;
        Xunit.Assert.Equal((ada.Id.Value, "Ada"), (made.GetProperty("id").GetString(), made.GetProperty("name").GetString()));
        Xunit.Assert.True(ResumeCode.Matches(code, host.Snapshot.Attendees[ada.Id].ResumeHash));
        foreach (var path in new[] { "attendees", "events", "fleet" })
        {
            Xunit.Assert.DoesNotContain(code, await host.Client.GetStringAsync("/api/v1/" + path), StringComparison.Ordinal);
        }
    }

    [Xunit.Fact]
    public async Task Logins_are_ended_and_counted_and_the_ship_stays()
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = await PutAsync(host, SampleFleet.Attendee("Ada"));
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = ada.Id });
        await host.ChangeAsync(draft =>
        {
            draft.Put(new LoginSession("one", ada.Id, draft.Now.AddHours(1)));
            draft.Put(new LoginSession("two", ada.Id, draft.Now.AddHours(1)));
            draft.Put(new LoginSession("over", ada.Id, draft.Now.AddHours(-1)));
        });
        using var first = await host.Client.DeleteAsync($"/api/v1/attendees/{ada.Id}/logins");
        using var again = await host.Client.DeleteAsync($"/api/v1/attendees/{ada.Id}/logins");
        Xunit.Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ended").GetInt32());
        Xunit.Assert.Equal(0, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ended").GetInt32());
        Xunit.Assert.Empty(host.Snapshot.Logins);
        Xunit.Assert.Equal(ship.Id, host.Snapshot.Berths[ada.Id]);
    }

    [Xunit.Fact]
    public async Task A_no_names_the_field_and_what_to_do_instead()
    {
        await using var host = await OrganizerHost.StartAsync();
        var linus = await PutAsync(host, SampleFleet.Attendee("Linus") with { ResumeHash = "", Identity = new PersonIdentity("https://idp.example.org", "42"), Origin = AttendeeOrigin.Oidc });
        await ProblemAssert.IsAsync(await host.Client.PostAsync($"/api/v1/attendees/{linus.Id}/code", null), HttpStatusCode.Conflict, "id", "button");
        await ProblemAssert.IsAsync(await host.Client.PostAsync("/api/v1/attendees/nosuch/code", null), HttpStatusCode.NotFound, "id", "mux attendees");
        await ProblemAssert.IsAsync(await host.Client.DeleteAsync("/api/v1/attendees/nosuch/logins"), HttpStatusCode.NotFound, "id", "mux attendees");
    }

    [Xunit.Theory]
    [Xunit.InlineData("""{"name": "Bea", "role": "helper"}""")]
    [Xunit.InlineData("""{"name": "Bea", "role": "author", "tutorials": ["intro"]}""")]
    public async Task Neither_is_for_helpers_or_authors(string token)
    {
        await using var host = await OrganizerHost.StartAsync();
        var ada = await PutAsync(host, SampleFleet.Attendee("Ada"));
        await host.ChangeAsync(draft => draft.Put(new LoginSession("one", ada.Id, draft.Now.AddHours(1))));
        using var made = await host.Client.PostAsync("/api/v1/tokens", new StringContent(token, System.Text.Encoding.UTF8, "application/json"));
        var secret = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        foreach (var (method, path) in new[] { (HttpMethod.Post, "code"), (HttpMethod.Delete, "logins") })
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/attendees/{ada.Id}/{path}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secret) } };
            using var refused = await host.Browser.SendAsync(request);
            Xunit.Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Xunit.Assert.Equal(SampleFleet.ResumeHash, host.Snapshot.Attendees[ada.Id].ResumeHash);
        Xunit.Assert.Single(host.Snapshot.Logins);
    }

    private static async Task<Attendee> PutAsync(OrganizerHost host, Attendee attendee)
    {
        await host.ChangeAsync(draft => draft.Put(attendee));
        return attendee;
    }
}
