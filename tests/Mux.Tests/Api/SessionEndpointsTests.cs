using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Fleet;

namespace Mux.Tests.Api;

public sealed class SessionEndpointsTests
{
    private static readonly object Morning = new { name = "morning", timeZone = "Europe/Berlin", opens = "2099-03-04 09:00", closes = "12:30", seats = 40, spare = 2, warmBy = "20m" };

    [Xunit.Fact]
    public async Task A_session_is_added_changed_listed_and_removed_each_with_a_line_in_the_audit_log()
    {
        await using var host = await OrganizerHost.StartAsync();
        var added = await host.Client.PostAsJsonAsync("/api/v1/sessions", Morning);
        Xunit.Assert.Equal((HttpStatusCode.Created, "/api/v1/sessions/morning"), (added.StatusCode, added.Headers.Location?.OriginalString));
        var session = await added.Content.ReadFromJsonAsync<JsonElement>();
        Xunit.Assert.Equal(("coming", "2099-03-04T09:00:00+01:00", 42), (session.GetProperty("state").GetString(), session.GetProperty("opens").GetString(), session.GetProperty("wanted").GetInt32()));

        var changed = await host.Client.PatchAsJsonAsync("/api/v1/sessions/morning", new { seats = 30, opens = "09:30" });
        Xunit.Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var kept = host.Snapshot.Sessions.Find("morning")!;
        Xunit.Assert.Equal((30, 2, TimeSpan.FromMinutes(20)), (kept.Seats, kept.Spare, kept.Opens - kept.WarmBy));

        Xunit.Assert.Equal(1, (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/sessions")).GetArrayLength());
        Xunit.Assert.Equal(HttpStatusCode.OK, (await host.Client.DeleteAsync("/api/v1/sessions/morning")).StatusCode);
        Xunit.Assert.True(host.Snapshot.Sessions.IsEmpty);
        var log = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/events");
        Xunit.Assert.Equal(["session.remove", "session.change", "session.add"], log.EnumerateArray().Select(line => line.GetProperty("action").GetString()));
    }

    [Xunit.Theory]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Europe/Berlin", "opens": "2099-03-04 12:00", "closes": "13:00", "seats": 5}""", "Conflict", "opens", "overlaps session morning")]
    [Xunit.InlineData("""{"name": "morning", "timeZone": "Europe/Berlin", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": 5}""", "Conflict", "name", "already")]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Europe/Berlin", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": 51}""", "UnprocessableEntity", "seats", "max_ships is 50")]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Europe/Berlin", "opens": "2001-03-05 12:00", "closes": "13:00", "seats": 5}""", "UnprocessableEntity", "closes", "lies in the past")]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Mars/Olympus", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": 5}""", "UnprocessableEntity", "timeZone", "not a time zone")]
    [Xunit.InlineData("""{"name": "b", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": 5}""", "UnprocessableEntity", "timeZone", "is missing")]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Europe/Berlin", "opens": "2099-03-29 02:30", "closes": "13:00", "seats": 5}""", "UnprocessableEntity", "opens", "does not exist")]
    [Xunit.InlineData("""{"name": "../b", "timeZone": "Europe/Berlin", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": 5}""", "UnprocessableEntity", "name", "cannot be")]
    [Xunit.InlineData("""{"name": "b", "timeZone": "Europe/Berlin", "opens": "2099-03-05 12:00", "closes": "13:00", "seats": "many"}""", "UnprocessableEntity", "seats", "not as it should be")]
    [Xunit.InlineData("""{}""", "UnprocessableEntity", "name", "cannot be")]
    public async Task A_wrong_session_is_refused_with_the_conflict_and_nothing_changes(string body, string status, string field, string why)
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.Client.PostAsJsonAsync("/api/v1/sessions", Morning);
        var before = host.Snapshot.Sessions;
        var response = await host.Client.PostAsync("/api/v1/sessions", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Xunit.Assert.Contains(why, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ProblemAssert.IsAsync(response, Enum.Parse<HttpStatusCode>(status), field, "");
        Xunit.Assert.Same(before, host.Snapshot.Sessions);
    }

    [Xunit.Fact]
    public async Task A_session_opens_and_closes_now_and_the_doors_obey_by_hand()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.Client.PostAsJsonAsync("/api/v1/sessions", Morning);
        await ProblemAssert.IsAsync(await host.Client.PostAsync("/api/v1/sessions/morning/close", null), HttpStatusCode.Conflict, "name", "");
        var far = await host.Client.PostAsync("/api/v1/sessions/morning/open", null);
        Xunit.Assert.Contains("more than a month", await far.Content.ReadAsStringAsync(), StringComparison.Ordinal); // it would be open for decades
        var soon = TimeProvider.System.GetUtcNow().AddHours(2).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        await host.Client.PatchAsJsonAsync("/api/v1/sessions/morning", new { timeZone = "Etc/UTC", opens = soon, closes = TimeProvider.System.GetUtcNow().AddHours(3).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) });
        Xunit.Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/api/v1/sessions/morning/open", null)).StatusCode);
        Xunit.Assert.True(host.Snapshot.Sessions.Sessions[0].IsOpenAt(TimeProvider.System.GetUtcNow()));
        Xunit.Assert.Equal(HttpStatusCode.OK, (await host.Client.PutAsJsonAsync("/api/v1/doors", new { open = false })).StatusCode);
        Xunit.Assert.False(host.Snapshot.DoorsOpen);
        await host.Client.PutAsJsonAsync("/api/v1/doors", new { open = (bool?)null });
        Xunit.Assert.Equal((true, null), (host.Snapshot.DoorsOpen, host.Snapshot.DoorsOrder));
        await ProblemAssert.IsAsync(await host.Client.PostAsync("/api/v1/sessions/none/close", null), HttpStatusCode.NotFound, "name", "");
    }

    [Xunit.Fact]
    public async Task The_goal_is_by_hand_until_it_follows_the_sessions_again()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.Client.PutAsJsonAsync("/api/v1/fleet/goal", new { ships = 7 });
        Xunit.Assert.Equal("hand", (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet")).GetProperty("goalRule").GetString());
        var answer = await host.Client.PutAsJsonAsync("/api/v1/fleet/goal", new { auto = true });
        var fleet = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Xunit.Assert.Equal(("sessions", 3), (fleet.GetProperty("goalRule").GetString(), fleet.GetProperty("goal").GetInt32()));
        Xunit.Assert.Equal(GoalRule.Sessions, host.Snapshot.GoalRule);
    }
}
