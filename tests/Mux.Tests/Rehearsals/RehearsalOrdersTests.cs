using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mux.Fleet;
using Mux.Tests.Api;
using Mux.Tests.Dashboard;
using Xunit;

namespace Mux.Tests.Rehearsals;

/// <summary>What may be ordered, by API and page; nothing plays the rehearsal here.</summary>
public sealed class RehearsalOrdersTests
{
    [Theory]
    [InlineData("{}", "seats")]
    [InlineData("""{"seats": 0}""", "seats")]
    [InlineData("""{"seats": 51}""", "seats")]
    [InlineData("""{"seats": 5, "tutorial": "nosuch"}""", "tutorial")]
    [InlineData("""{"seats": 5, "image": "127.0.0.1:5000/intro:v2"}""", "tutorial")]
    [InlineData("""{"seats": 5, "tutorial": "intro", "image": "127.0.0.1:5000/intro:v9"}""", "image")]
    [InlineData("""{"seats": 5, "minutes": 1}""", "minutes")]
    public async Task A_wrong_order_names_its_field_and_changes_nothing(string body, string field)
    {
        await using var host = await OrganizerHost.StartAsync();
        using var response = await host.Client.PostAsync("/api/v1/rehearsals", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(field, (await ReadAsync(response)).GetProperty("field").GetString());
        Assert.Empty(host.Snapshot.Rehearsals);
        Assert.NotEqual(GoalRule.Rehearsal, host.Snapshot.GoalRule);
    }

    [Fact]
    public async Task One_at_a_time_is_begun_shown_and_stopped()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.ChangeAsync(draft => draft.SetGoal(7));
        using var started = await host.Client.PostAsJsonAsync("/api/v1/rehearsals", new { seats = 12 }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var id = (await ReadAsync(started)).GetProperty("id").GetString();
        Assert.EndsWith($"/rehearsals/{id}", started.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal((12, GoalRule.Rehearsal), (host.Snapshot.Goal, host.Snapshot.GoalRule));
        Assert.Equal(new GoalBefore(7, GoalRule.Hand, "by hand"), host.Snapshot.Rehearsing!.GoalBefore);

        using var second = await host.Client.PostAsJsonAsync("/api/v1/rehearsals", new { seats = 2, force = true }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        using var stopped = await host.Client.DeleteAsync($"/api/v1/rehearsals/{id}", TestContext.Current.CancellationToken);
        Assert.Equal("running", (await ReadAsync(stopped)).GetProperty("state").GetString());
        Assert.Equal("organizer stopped it", host.Snapshot.Rehearsing!.StopReason);
        using var unknown = await host.Client.DeleteAsync("/api/v1/rehearsals/re-nosuch", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Single((await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/rehearsals", TestContext.Current.CancellationToken))!);
    }

    [Fact]
    public async Task A_stand_in_is_nobody_and_its_link_works_once_for_whoever_has_the_secret()
    {
        await using var host = await OrganizerHost.StartAsync();
        var secret = OneTimeSecret.New("rehearsal_");
        await host.ChangeAsync(draft => draft.Put(new Attendee(AttendeeId.New(), "Stand-in 1", AttendeeKey.OfStandIn(secret.Key), "", null, draft.Now, null, "") { Origin = AttendeeOrigin.StandIn }));

        Assert.Equal(0, (await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/fleet", TestContext.Current.CancellationToken)).GetProperty("attendees").GetInt32());
        Assert.Empty((await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/attendees", TestContext.Current.CancellationToken))!);
        using var person = new TestBrowser(host.Settings.AttendeeUrl);
        await person.TryLogInAsync("STANDIN:" + secret.Key, host.Settings.AccessCode);
        await person.TryLogInAsync("Stand-in 1", host.Settings.AccessCode);
        Assert.False(host.Snapshot.StandInOf(secret.Key)!.HasEntered);

        using var browser = new TestBrowser(host.Settings.AttendeeUrl);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync($"/link/{secret.Value}", "/link", ("link", secret.Value))).StatusCode);
        Assert.True(host.Snapshot.StandInOf(secret.Key)!.HasEntered);
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync($"/link/{secret.Value}")).StatusCode);
        Assert.DoesNotContain(host.Snapshot.Line.Values, id => id == host.Snapshot.StandInOf(secret.Key)!.Id);
    }

    [Fact]
    public async Task The_page_asks_before_it_begins_shows_steps_and_keeps_reports()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Assert.Contains("Nobody has rehearsed yet", await browser.ReadAsync("/rehearsal"), StringComparison.Ordinal);
        var wrong = await browser.PostAsync("/rehearsal", "/rehearsal", ("seats", "many"), ("tutorial", "intro"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("from 1 to 50", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/rehearsal", "/rehearsal", ("seats", "5"), ("tutorial", "intro"))).StatusCode);
        var running = host.Snapshot.Rehearsing!;
        await host.ChangeAsync(draft => draft.Put(running.With(new RehearsalStep("fleet", StepState.Running, "<b>2</b> of 5 ships are free", draft.Now, null))));
        var page = await browser.ReadAsync("/rehearsal");
        Assert.Contains("&lt;b&gt;2&lt;/b&gt; of 5 ships are free", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Yes, rehearse", page, StringComparison.Ordinal);
        await browser.PostAsync("/rehearsal", $"/rehearsal/{running.Id}/stop");
        Assert.Equal("organizer stopped it", host.Snapshot.Rehearsing!.StopReason);

        var report = new RehearsalReport(Severity.Bad, "No: 3 of 5 seats.", ["Mend it."]) { Failures = [new FailureCause("launch", "<script>", 2, 5, ["s-2222222222"])] };
        await host.ChangeAsync(draft => draft.Put(running with { State = RehearsalState.Done, EndedAt = draft.Now, Report = report }));
        var ended = await browser.ReadAsync($"/rehearsal?id={running.Id}");
        Assert.Contains("No: 3 of 5 seats.", ended, StringComparison.Ordinal);
        Assert.Contains("Yes, rehearse", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", ended, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/rehearsal?id=re-nosuch")).StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
