using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Mux.Tests.Auth;

/// <summary>Forms that no page of the mux sent change nothing, whichever header gives them away.</summary>
public sealed class Forgery
{
    public static TheoryData<string> Endpoints => ["/login", "/logout", "/noted", "/hand", "/hand/lower", "/hand/answer", "/hand/close"];

    public static TheoryData<string, string> ForeignHeaders => new()
    {
        { "Origin", "https://evil.example" },
        { "Origin", "null" },
        { "Origin", "http://127.0.0.1" },
        { "Origin", "http://127.0.0.1.evil.example:8080" },
        { "Origin", "" },
        { "Sec-Fetch-Site", "cross-site" },
        { "Sec-Fetch-Site", "same-site" },
        { "Sec-Fetch-Site", "none" },
        { "Sec-Fetch-Mode", "no-cors" },
    };

    [Theory]
    [MemberData(nameof(ForeignHeaders))]
    public async Task A_foreign_header_is_refused_even_with_a_good_token(string header, string value)
    {
        await using var host = await TestHost.StartAsync();
        foreach (var endpoint in Endpoints.Select(row => row.Data))
        {
            using var browser = host.Browser();
            await browser.LogInAsync($"ada {endpoint[1..].Replace('/', ' ')}");
            var before = host.Store.Snapshot;
            var response = await browser.SendAsync(endpoint, await browser.TokenAsync("/"), Adjust, ("name", "eve"), ("code", TestHostOptions.AccessCode));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Same(before.Logins, host.Store.Snapshot.Logins);
        }

        void Adjust(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(header, value);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_form_without_its_token_is_refused(string endpoint)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("ada");
        var response = await browser.SendAsync(endpoint, null, request => request.Headers.Add("Origin", browser.Origin), ("name", "eve"), ("code", TestHostOptions.AccessCode));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Single(host.Store.Snapshot.Logins);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task What_is_no_form_is_refused(string type)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new StringContent("name=eve&code=open sesame", Encoding.UTF8, new MediaTypeHeaderValue(type)) };
        request.Headers.Add("Origin", browser.Origin);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_token_of_one_listener_is_no_good_at_the_other()
    {
        await using var host = await TestHost.StartAsync();
        using var attendee = host.Browser();
        using var organizer = host.Browser(organizer: true);
        var page = await attendee.GetAsync("/login");
        var token = await attendee.TokenAsync("/login");
        var cookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var response = await organizer.SendAsync(
            "/login",
            token,
            request =>
            {
                request.Headers.Add("Origin", organizer.Origin);
                request.Headers.Add("Cookie", cookie);
            },
            ("secret", TestHostOptions.OrganizerToken));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_program_that_fetched_the_form_may_leave_the_origin_unsaid()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var response = await browser.SendAsync("/login", await browser.TokenAsync("/login"), _ => { }, ("name", "ada"), ("code", TestHostOptions.AccessCode));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
    }

    [Fact]
    public async Task Pages_are_hardened()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("<script>alert(1)</script>");
        foreach (var page in new[] { "/", "/login?returnUrl=%22%3E%3Cscript%3E" })
        {
            using var visitor = page == "/" ? null : host.Browser();
            var response = await (visitor ?? browser).GetAsync(page);
            var html = await response.Content.ReadAsStringAsync();
            Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
            Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        }
    }
}
