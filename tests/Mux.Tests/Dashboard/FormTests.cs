using System.Net;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed class FormTests
{
    [Xunit.Fact]
    public async Task The_goal_is_set_and_a_wrong_one_comes_back_with_its_error()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var set = await browser.PostAsync("/", "/goal", ("ships", "6"));
        Xunit.Assert.Equal((HttpStatusCode.SeeOther, "/"), (set.StatusCode, set.Headers.Location?.OriginalString));
        Xunit.Assert.Equal(6, host.Snapshot.Goal);
        foreach (var wrong in new[] { "51", "-1", "six", "" })
        {
            var refused = await browser.PostAsync("/", "/goal", ("ships", wrong));
            Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Xunit.Assert.Contains("from 0 to 50", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Xunit.Assert.Equal(6, host.Snapshot.Goal);
    }

    [Xunit.Fact]
    public async Task Launches_that_were_stopped_are_tried_again_by_a_button_that_is_there_only_then()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.DoesNotContain("/launches/retry", await browser.ReadAsync("/"), StringComparison.Ordinal);
        await host.ChangeAsync(draft => draft.Put(new LaunchBoard { Stop = new LaunchStop("AuthFailure", "not you.", "Mend it.") }));
        Xunit.Assert.Contains("No ship is launched: AuthFailure", await browser.ReadAsync("/"), StringComparison.Ordinal);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/", "/launches/retry")).StatusCode);
        Xunit.Assert.Null(host.Snapshot.Board.Stop);
    }

    [Xunit.Fact]
    public async Task A_ship_is_terminated_from_its_page()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var ship = await host.PutShipAsync(ShipState.Available);
        var ended = await browser.PostAsync($"/ships/{ship.Id}", $"/ships/{ship.Id}/terminate");
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Xunit.Assert.Equal(ShipState.Terminated, host.Snapshot.Ships[ship.Id].State);
        Xunit.Assert.DoesNotContain("Yes, terminate", await browser.ReadAsync($"/ships/{ship.Id}"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_deploy_leads_to_its_rollout_and_a_wrong_one_keeps_what_was_typed()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var refused = await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v9"));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("does not exist in the registry", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("value=\"127.0.0.1:5000/intro:v9\"", html, StringComparison.Ordinal);

        var started = await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v2"));
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        Xunit.Assert.Equal($"/rollouts/{rollout.Id}", started.Headers.Location?.OriginalString);
        Xunit.Assert.Contains(rollout.Image, await browser.ReadAsync($"/rollouts/{rollout.Id}"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_deploy_with_times_asks_and_can_be_held_resumed_and_taken_back_each_behind_a_confirmation()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        var wrong = await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v2"), ("deadline", "soon"), ("note", "try again"));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Xunit.Assert.Contains("try again", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v2"), ("deadline", "15"), ("break", "60"), ("note", "Exercise 3 <works>"));
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        var page = $"/rollouts/{rollout.Id}";
        var html = await browser.ReadAsync(page);
        Xunit.Assert.Contains("Exercise 3 &lt;works&gt;", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("deadline in 14 min, break in 59 min", html, StringComparison.Ordinal);

        await browser.PostAsync(page, $"{page}/pause");
        Xunit.Assert.Equal(RolloutState.Paused, host.Snapshot.Rollouts[rollout.Id].State);
        Xunit.Assert.Contains("Yes, resume it", await browser.ReadAsync(page), StringComparison.Ordinal);
        await browser.PostAsync(page, $"{page}/resume");
        Xunit.Assert.Equal(RolloutState.Running, host.Snapshot.Rollouts[rollout.Id].State);
        Xunit.Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync(page, $"{page}/rollback", ("to", "sha256:0000000"))).StatusCode);
        var back = await browser.PostAsync(page, $"{page}/rollback", ("to", SampleFleet.Digest(1)));
        var undoing = Xunit.Assert.Single(host.Snapshot.Rollouts.Values, one => one.Undoes == rollout.Id);
        Xunit.Assert.Equal($"/rollouts/{undoing.Id}", back.Headers.Location?.OriginalString);
    }

    [Xunit.Fact]
    public async Task A_session_is_added_and_changed_on_its_page_and_a_wrong_one_keeps_what_was_typed()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        (string, string)[] fields = [("name", "morning"), ("opens", "2099-03-04 09:00"), ("closes", "12:30"), ("timeZone", "Europe/Berlin"), ("seats", "40"), ("spare", "2"), ("warmBy", "20m"), ("doors", "ready")];
        Xunit.Assert.Equal("/sessions", (await browser.PostAsync("/sessions", "/sessions", fields)).Headers.Location?.OriginalString);
        var page = WebUtility.HtmlDecode(await browser.ReadAsync("/sessions"));
        Xunit.Assert.Contains("Wed 4 Mar 2099 09:00 – 12:30", page, StringComparison.Ordinal);
        Xunit.Assert.Contains("when ready", page, StringComparison.Ordinal);

        var refused = await browser.PostAsync("/sessions", "/sessions", [("name", "noon"), .. fields[1..]]);
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var html = await refused.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("overlaps session morning", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("value=\"noon\"", html, StringComparison.Ordinal);

        Xunit.Assert.Contains("value=\"2099-03-04 09:00 +01:00\"", WebUtility.HtmlDecode(await browser.ReadAsync("/sessions?change=morning")), StringComparison.Ordinal);
        await browser.PostAsync("/sessions", "/sessions", ("changes", "morning"), ("seats", "30"));
        Xunit.Assert.Equal(30, host.Snapshot.Sessions.Find("morning")!.Seats);
        await browser.PostAsync("/sessions", "/doors", ("order", "open"));
        Xunit.Assert.True(host.Snapshot.DoorsOpen);
        await browser.PostAsync("/", "/goal", ("ships", "6"));
        await browser.PostAsync("/sessions", "/goal/auto");
        Xunit.Assert.Equal(GoalRule.Sessions, host.Snapshot.GoalRule);
        await browser.PostAsync("/sessions", "/sessions/morning/remove");
        Xunit.Assert.True(host.Snapshot.Sessions.IsEmpty);
    }

    [Xunit.Theory]
    [Xunit.InlineData("/goal")]
    [Xunit.InlineData("/rollouts/r-22222222/rollback")]
    [Xunit.InlineData("/rollouts")]
    [Xunit.InlineData("/goal/auto")]
    [Xunit.InlineData("/doors")]
    [Xunit.InlineData("/sessions")]
    [Xunit.InlineData("/hands/q-22222222/take")]
    [Xunit.InlineData("/hands/q-22222222/enter")]
    [Xunit.InlineData("/ships/s-2222222222/terminate")]
    [Xunit.InlineData("/roster/preview")]
    [Xunit.InlineData("/roster/import")]
    [Xunit.InlineData("/roster/cards")]
    [Xunit.InlineData("/roster/mail")]
    [Xunit.InlineData("/roster/p-22222222/link")]
    [Xunit.InlineData("/roster/p-22222222/remove")]
    [Xunit.InlineData("/tokens")]
    [Xunit.InlineData("/tokens/t-22222222/revoke")]
    [Xunit.InlineData("/attendees/a-2222222222/code")]
    [Xunit.InlineData("/attendees/a-2222222222/logout")]
    public async Task No_form_is_taken_from_elsewhere_nor_without_its_token(string action)
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var token = await browser.TokenAsync("/");
        (string Name, string Value)[] fields = [("ships", "9"), ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v2")];
        foreach (var origin in new[] { host.Settings.AttendeeUrl.GetLeftPart(UriPartial.Authority), "null", "https://example.org" })
        {
            Xunit.Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(action, token, request => request.Headers.Add("Origin", origin), fields)).StatusCode);
        }

        Xunit.Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(action, null, request => request.Headers.Add("Origin", browser.Origin), fields)).StatusCode);
        using var stranger = new TestBrowser(host.Settings.OrganizerUrl);
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(action, token, request => request.Headers.Add("Origin", browser.Origin), fields)).StatusCode);
        Xunit.Assert.Empty(host.Snapshot.Rollouts);
        Xunit.Assert.NotEqual(9, host.Snapshot.Goal);
    }

    [Xunit.Theory]
    [Xunit.InlineData("/")]
    [Xunit.InlineData("/ships/s-2222222222")]
    [Xunit.InlineData("/rollouts")]
    [Xunit.InlineData("/rollouts/r-22222222")]
    [Xunit.InlineData("/sessions")]
    [Xunit.InlineData("/attendees")]
    [Xunit.InlineData("/hands")]
    [Xunit.InlineData("/hands/q-22222222/notebook")]
    [Xunit.InlineData("/roster")]
    [Xunit.InlineData("/tokens")]
    [Xunit.InlineData("/live")]
    public async Task A_stranger_sees_no_page(string path)
    {
        await using var host = await OrganizerHost.StartAsync();
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, (await host.Browser.GetAsync(path)).StatusCode);
    }
}
