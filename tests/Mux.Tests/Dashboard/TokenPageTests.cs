using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed partial class TokenPageTests
{
    [Xunit.Fact]
    public async Task A_token_is_made_shown_once_used_and_revoked()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.Contains("None was made", await browser.ReadAsync("/tokens"), StringComparison.Ordinal);
        var made = await browser.PostAsync("/tokens", "/tokens", ("name", "Ada"), ("role", "author"), ("tutorials", "intro"), ("days", "7"));
        var secret = Secret().Match(await made.Content.ReadAsStringAsync()).Value;
        Xunit.Assert.StartsWith("mux_", secret, StringComparison.Ordinal);
        var listing = await browser.ReadAsync("/tokens");
        Xunit.Assert.DoesNotContain(secret, listing, StringComparison.Ordinal);
        Xunit.Assert.Contains("Ada", listing, StringComparison.Ordinal);

        Xunit.Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, secret));
        using var author = new TestBrowser(host.Settings.OrganizerUrl);
        await author.PostAsync("/login", "/login", ("secret", secret));
        Xunit.Assert.Contains("by token t-", await browser.ReadAsync("/tokens"), StringComparison.Ordinal);
        var token = Xunit.Assert.Single(host.Snapshot.StaffTokens.Values);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/tokens", $"/tokens/{token.Id}/revoke")).StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, secret));
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, (await author.GetAsync("/rollouts")).StatusCode);
        Xunit.Assert.DoesNotContain(host.Snapshot.StaffSessions.Values, session => session.Basis == StaffBasis.Token);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/tokens", $"/tokens/{token.Id}/revoke")).StatusCode);
        var log = await browser.ReadAsync("/log");
        Xunit.Assert.Contains("token.created", log, StringComparison.Ordinal);
        Xunit.Assert.Contains("token.revoked", log, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Xunit.Theory]
    [Xunit.InlineData("", "helper", "", "30", "Say who will use the token")]
    [Xunit.InlineData("Ada", "admin", "", "30", "There is no such role")]
    [Xunit.InlineData("Ada", "author", "", "30", "for named tutorials only")]
    [Xunit.InlineData("Ada", "helper", "intro", "30", "Only an author")]
    [Xunit.InlineData("Ada", "helper", "", "366", "1 to 365 days")]
    [Xunit.InlineData("Ada", "helper", "", "soon", "1 to 365 days")]
    public async Task What_makes_no_sense_comes_back_with_what_was_typed(string name, string role, string tutorial, string days, string told)
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        (string Name, string Value)[] fields = [("name", name), ("role", role), ("days", days)];
        var refused = await browser.PostAsync("/tokens", "/tokens", tutorial.Length > 0 ? [.. fields, ("tutorials", tutorial)] : fields);
        var html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Xunit.Assert.Contains(told, html, StringComparison.Ordinal);
        Xunit.Assert.Contains($"value=\"{days}\"", html, StringComparison.Ordinal);
        Xunit.Assert.Empty(host.Snapshot.StaffTokens);
    }

    private static async Task<HttpStatusCode> StatusAsync(OrganizerHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rollouts") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await host.Browser.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("(?<=resume-code\">)[^<]+")]
    private static partial Regex Secret();
}
