using System.Net;
using System.Text.RegularExpressions;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed partial class AttendeePageTests
{
    [Xunit.Fact]
    public async Task Who_has_lost_the_code_gets_a_new_one_from_the_page_which_shows_it_once()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var organizer = await OrganizerBrowser.EnterAsync(host);
        using var first = new TestBrowser(host.Settings.AttendeeUrl);
        using var second = new TestBrowser(host.Settings.AttendeeUrl);
        await first.TryLogInAsync("Ada <3", host.Settings.AccessCode);
        var old = Code().Match(await first.ReadAsync("/")).Value;
        var id = Xunit.Assert.Single(host.Snapshot.Attendees.Values).Id;
        Xunit.Assert.Contains(HtmlForms.Of(await organizer.ReadAsync("/attendees")), form => form.Action == $"/attendees/{id}/code");

        using var made = await organizer.PostAsync("/attendees", $"/attendees/{id}/code");
        var html = await made.Content.ReadAsStringAsync();
        var code = Code().Match(html).Value;
        Xunit.Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Xunit.Assert.True(made.Headers.CacheControl?.NoStore);
        Xunit.Assert.Contains("The new personal code of Ada &lt;3", html, StringComparison.Ordinal);
        Xunit.Assert.Contains($"data-copy=\"{code}\"", html, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("http-equiv", html, StringComparison.Ordinal); // the page stands still: fetched again it would not show the code
        foreach (var path in new[] { "/attendees", "/log" })
        {
            Xunit.Assert.DoesNotContain(code, await organizer.ReadAsync(path), StringComparison.Ordinal);
        }

        Xunit.Assert.Contains("attendee.code", await organizer.ReadAsync("/log"), StringComparison.Ordinal);
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, (await second.TryLogInAsync("Ada <3", host.Settings.AccessCode, old)).StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await second.TryLogInAsync("Ada <3", host.Settings.AccessCode, code)).StatusCode);
    }

    [Xunit.Fact]
    public async Task Whoever_is_logged_in_is_logged_out_everywhere_by_a_button_that_is_there_only_then()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var organizer = await OrganizerBrowser.EnterAsync(host);
        using var attendee = new TestBrowser(host.Settings.AttendeeUrl);
        await attendee.TryLogInAsync("Ada", host.Settings.AccessCode);
        var id = Xunit.Assert.Single(host.Snapshot.Attendees.Values).Id;
        Xunit.Assert.Contains("Ends 1 login of Ada at once", await organizer.ReadAsync("/attendees"), StringComparison.Ordinal);
        using var ended = await organizer.PostAsync("/attendees", $"/attendees/{id}/logout");
        var html = await ended.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("Ada is logged out everywhere: 1 login ended.", html, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain(HtmlForms.Of(html), form => form.Action.EndsWith("/logout", StringComparison.Ordinal) && form.Action != "/logout");
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, (await attendee.GetAsync("/berth")).StatusCode);
    }

    [Xunit.Fact]
    public async Task Somebody_of_the_roster_has_a_way_to_a_new_link_and_no_code()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var organizer = await OrganizerBrowser.EnterAsync(host);
        var entry = new RosterEntry(RosterId.New(), "Grace", "grace@example.org", TimeProvider.System.GetUtcNow());
        var grace = SampleFleet.Attendee("Grace") with { ResumeHash = "", Origin = AttendeeOrigin.Roster, Identity = entry.Identity };
        await host.ChangeAsync(draft =>
        {
            draft.Put(entry);
            draft.Put(grace);
        });
        var html = await organizer.ReadAsync("/attendees");
        Xunit.Assert.Contains($"/roster/{entry.Id}", HtmlForms.LinksOf(html));
        Xunit.Assert.DoesNotContain(HtmlForms.Of(html), form => form.Action.EndsWith("/code", StringComparison.Ordinal));

        using var refused = await organizer.PostAsync("/attendees", $"/attendees/{grace.Id}/code");
        Xunit.Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Xunit.Assert.Contains("mux roster link grace@example.org", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await organizer.PostAsync("/attendees", "/attendees/a-2222222222/code")).StatusCode);
    }

    [GeneratedRegex("(?<=resume-code\">)[a-z]{5}(-[a-z]{5}){3}")]
    private static partial Regex Code();
}
