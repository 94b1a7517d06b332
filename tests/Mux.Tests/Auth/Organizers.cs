using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Mux.Auth;
using Mux.Listeners;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class Organizers
{
    private static readonly TestHostOptions WithGate = new()
    {
        Routes = routes =>
        {
            routes.MapGet("/page", () => "the dashboard").OnListener(Listener.Organizer).RequireOrganizer();
            routes.MapPost("/change", () => "changed").OnListener(Listener.Organizer).RequireOrganizer();
        },
    };

    [Fact]
    public async Task The_bearer_token_opens_and_nothing_near_it_does()
    {
        await using var host = await TestHost.StartAsync(WithGate);
        using var cli = host.Browser(organizer: true);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(cli, TestHostOptions.OrganizerToken)).StatusCode);
        foreach (var wrong in new[] { "", "x", TestHostOptions.OrganizerToken + "x", TestHostOptions.OrganizerToken[..^1], TestHostOptions.AccessCode })
        {
            var refused = await AskAsync(cli, wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }

        static Task<HttpResponseMessage> AskAsync(TestBrowser cli, string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/change");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            return cli.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_browser_is_led_to_the_login_and_back()
    {
        await using var host = await TestHost.StartAsync(WithGate);
        using var browser = host.Browser(organizer: true);
        browser.Client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        Assert.Equal("/login?returnUrl=%2Fpage", (await browser.GetAsync("/page")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await EnterAsync(browser, "wrong")).StatusCode);
        var entered = await EnterAsync(browser, TestHostOptions.OrganizerToken);
        Assert.Equal("/page", entered.Headers.Location!.OriginalString);
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("mux-organizer=", StringComparison.Ordinal) && cookie.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("the dashboard", await browser.ReadAsync("/page"));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SendAsync("/logout", await OtherTokenAsync(browser), request => request.Headers.Add("Origin", browser.Origin))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/page")).StatusCode);
    }

    [Theory]
    [InlineData(true, true, HttpStatusCode.OK)]
    [InlineData(true, false, HttpStatusCode.Forbidden)]
    [InlineData(false, true, HttpStatusCode.Forbidden)]
    public async Task A_change_by_cookie_needs_the_own_origin_and_the_token(bool ownOrigin, bool withToken, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(WithGate);
        using var browser = host.Browser(organizer: true);
        await EnterAsync(browser, TestHostOptions.OrganizerToken);
        var token = withToken ? await OtherTokenAsync(browser) : null;
        var response = await browser.SendAsync("/change", token, request => request.Headers.Add("Origin", ownOrigin ? browser.Origin : host.AttendeeUrl.GetLeftPart(UriPartial.Authority)), ("x", "y"));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Attendees_never_reach_an_organizers_page()
    {
        await using var host = await TestHost.StartAsync(WithGate);
        using var attendee = host.Browser();
        await attendee.LogInAsync("Ada");
        Assert.Equal(HttpStatusCode.NotFound, (await attendee.GetAsync("/page")).StatusCode);
        using var organizer = host.Browser(organizer: true);
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.GetAsync("/berth")).StatusCode);
    }

    private static Task<HttpResponseMessage> EnterAsync(TestBrowser browser, string secret) => browser.PostAsync("/login", "/login", ("secret", secret), ("returnUrl", "/page"));

    // The login page leads on once one is in: a page with a form of its own is made by asking for the token as such a page would.
    private static async Task<string> OtherTokenAsync(TestBrowser browser)
    {
        var response = await browser.SendAsync("/login", null, request => request.Headers.Add("Origin", browser.Origin), ("secret", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var html = await response.Content.ReadAsStringAsync();
        var start = html.IndexOf("name=\"token\" value=\"", StringComparison.Ordinal) + 20;
        return WebUtility.HtmlDecode(html[start..html.IndexOf('"', start)]);
    }
}
