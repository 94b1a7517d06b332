using System.Net;
using Xunit;

namespace Mux.Tests.Listeners;

public sealed class TrustedProxyTests
{
    private const string Proxy = "127.0.0.2";
    private const string Stranger = "127.0.0.3";

    [Fact]
    public async Task What_a_trusted_proxy_says_counts()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"));
        using var entered = await browser.TryLogInAsync("ada");
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.All(entered.Headers.GetValues("Set-Cookie"), cookie => Assert.True(cookie.StartsWith("__Host-", StringComparison.Ordinal) && cookie.Contains("; secure", StringComparison.Ordinal), cookie));
        Assert.True(entered.Headers.Contains("Strict-Transport-Security"));

        var head = await HeadAtShipAsync(host, browser);
        Assert.Contains("X-Forwarded-For: 203.0.113.9\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto: https\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Host: camp.test\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_cannot_lend_itself_another_address_through_the_proxy()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "198.51.100.66, 203.0.113.9"), ("X-Forwarded-Proto", "https"), ("Forwarded", "for=198.51.100.67"), ("X-Real-IP", "198.51.100.68"));
        await browser.TryLogInAsync("ada");
        var head = await HeadAtShipAsync(host, browser);
        Assert.Contains("X-Forwarded-For: 203.0.113.9\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_anybody_else_says_does_not()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"));
        using var entered = await browser.TryLogInAsync("ada");
        await host.BoardAsync("ada");
        var cookie = entered.Headers.GetValues("Set-Cookie").First(line => line.StartsWith("__Host-mux=", StringComparison.Ordinal)).Split(';')[0];

        using var stranger = host.BrowserThrough(
            Stranger, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("X-Original-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9"), ("Cookie", cookie));
        using var response = await stranger.GetAsync("/camp/plot/api");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        var head = host.Ship.LastHead;
        Assert.Contains($"X-Forwarded-For: {Stranger}\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto: http\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", head, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camp.test", "camp.test")]
    [InlineData("evil.example", "internal")]
    public async Task Only_our_own_host_is_taken_from_a_proxy(string forwarded, string seen)
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"));
        await browser.TryLogInAsync("ada");
        await host.BoardAsync("ada");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/camp/plot/api") { Headers = { Host = "internal" } };
        request.Headers.Add("X-Forwarded-Host", forwarded);
        using var response = await browser.Client.SendAsync(request);
        Assert.Contains($"X-Forwarded-Host: {seen}\n", host.Ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_came_without_tls_is_sent_to_https()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "http"));
        using var response = await browser.GetAsync("/camp/plot/?a=b");
        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("https://camp.test/camp/plot/?a=b", response.Headers.Location?.ToString());
    }

    // A load balancer looks for itself whether the mux is there, and says nothing of where it comes from.
    [Fact]
    public async Task A_proxys_own_look_is_answered()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var browser = host.BrowserThrough(Proxy);
        using var response = await browser.GetAsync("/login");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Guesses_are_counted_by_the_client_and_not_by_the_proxy()
    {
        await using var host = await EntranceHost.BehindProxyAsync();
        using var guesser = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"));
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 100 && last != HttpStatusCode.TooManyRequests; i++)
        {
            using var answer = await guesser.TryLogInAsync("ada", code: $"wrong {i}");
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var other = host.BrowserThrough(Proxy, ("X-Forwarded-For", "203.0.113.10"), ("X-Forwarded-Proto", "https"));
        using var entered = await other.TryLogInAsync("eve");
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
    }

    private static async Task<string> HeadAtShipAsync(EntranceHost host, TestBrowser browser)
    {
        await host.BoardAsync("ada");
        using var response = await browser.GetAsync("/camp/plot/api");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return host.Ship.LastHead;
    }
}
