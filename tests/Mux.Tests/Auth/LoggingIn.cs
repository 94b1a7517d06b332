using System.Net;
using Microsoft.Extensions.Time.Testing;
using Mux.Auth;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class LoggingIn
{
    [Fact]
    public async Task A_name_and_the_code_make_an_attendee_with_a_hidden_session()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var response = await browser.TryLogInAsync("Ada", returnUrl: "/camp/plots/");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/camp/plots/", response.Headers.Location!.OriginalString);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("mux=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"max-age={7 * 24 * 3600}", cookie, StringComparison.OrdinalIgnoreCase);
        var login = Assert.Single(host.Store.Snapshot.Logins.Values);
        Assert.DoesNotContain(login.Key, cookie, StringComparison.Ordinal);
        Assert.Equal("Ada", host.Store.Snapshot.Attendees[login.Attendee].Name);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task A_login_leads_to_no_other_site(string returnUrl)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        Assert.Equal("/", (await browser.TryLogInAsync("Ada", returnUrl: returnUrl)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_wrong_code_makes_nobody()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var response = await browser.TryLogInAsync("Ada", "open sesam");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("not the camp&#x27;s access code", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Store.Snapshot.Attendees);
        Assert.Empty(host.Store.Snapshot.Logins);
    }

    [Fact]
    public async Task The_same_name_elsewhere_needs_the_personal_code()
    {
        await using var host = await TestHost.StartAsync();
        using var first = host.Browser();
        using var second = host.Browser();
        var code = await first.LogInAsync("Ada");
        Assert.Matches("^[a-z]{5}(-[a-z]{5}){3}$", code);

        var asked = await second.TryLogInAsync(" ADA ");
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        Assert.Contains("name=\"resume\"", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.TryLogInAsync("ada", resume: ResumeCode.New())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await second.TryLogInAsync("ada", resume: code)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/berth")).StatusCode);
        Assert.Single(host.Store.Snapshot.Attendees);
        Assert.DoesNotContain(code, await second.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_personal_code_is_shown_until_it_is_noted()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var code = await browser.LogInAsync("Ada");
        Assert.Contains(code, await browser.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/", "/noted", ("what", "code"))).StatusCode);
        Assert.DoesNotContain(code, await browser.ReadAsync("/"), StringComparison.Ordinal);
        var database = await File.ReadAllBytesAsync(Path.Combine(host.Folder, "mux.db"));
        Assert.False(database.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(code)) >= 0);
    }

    [Fact]
    public async Task Two_at_once_with_one_name_make_one_attendee()
    {
        await using var host = await TestHost.StartAsync();
        var browsers = Enumerable.Range(0, 8).Select(_ => host.Browser()).ToList();
        var statuses = await Task.WhenAll(browsers.Select(async browser => (await browser.TryLogInAsync("Ada")).StatusCode));
        browsers.ForEach(browser => browser.Dispose());
        Assert.Single(statuses, HttpStatusCode.SeeOther);
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.Conflict));
        Assert.Single(host.Store.Snapshot.Attendees);
        Assert.Single(host.Store.Snapshot.Logins);
    }

    [Fact]
    public async Task A_new_login_gets_a_new_session_and_ends_the_old_one()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var before = host.Store.Snapshot.Logins.Keys.Single();
        var again = await browser.SendAsync("/login", await browser.TokenAsync("/"), request => request.Headers.Add("Origin", browser.Origin), ("name", "ada"), ("code", TestHostOptions.AccessCode));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.NotEqual(before, host.Store.Snapshot.Logins.Keys.Single());
    }

    [Fact]
    public async Task Logging_out_ends_the_session_on_the_server()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/", "/logout")).StatusCode);
        Assert.Empty(host.Store.Snapshot.Logins);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_seven_days()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(new TestHostOptions { Time = time });
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        time.Advance(AttendeeSession.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/berth")).StatusCode);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
    }

    [Fact]
    public async Task Guessing_is_slowed_and_says_for_how_long()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(new TestHostOptions { Time = time });
        using var browser = host.Browser();
        HttpResponseMessage response;
        var tries = 0;
        do
        {
            response = await browser.TryLogInAsync($"guesser {tries}", "wrong");
            tries++;
        }
        while (response.StatusCode == HttpStatusCode.Unauthorized && tries < 100);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Contains("Please wait 3 seconds", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.TryLogInAsync("Ada")).StatusCode);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.TryLogInAsync("Ada")).StatusCode);
    }

    [Fact]
    public async Task A_class_behind_one_address_logs_in_unhindered()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            using var browser = host.Browser();
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.TryLogInAsync($"pupil {i}")).StatusCode);
        }
    }

    [Fact]
    public async Task A_name_of_ten_megabytes_is_refused_unread()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var token = await browser.TokenAsync("/login");
        var request = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new StringContent($"token={WebUtility.UrlEncode(token)}&code=x&name={new string('n', 10_000_000)}", null, "application/x-www-form-urlencoded"),
        };
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.Client.SendAsync(request)).StatusCode);
    }
}
