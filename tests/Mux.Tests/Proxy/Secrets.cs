using System.Text;
using Xunit;

namespace Mux.Tests.Proxy;

/// <summary>What belongs to the mux must not reach a stranger's machine. Each secret holds the word "canary".</summary>
public sealed class Secrets : Aboard
{
    private static readonly string[] Lines =
    [
        "Cookie: mux=canary-ada; _xsrf=keep1; mux-organizer=canary; username-x=keep2",
        "cookie: __Host-mux=canary; MUX=canary; mux-form=canary; .AspNetCore.Cookies=canary; __Secure-mux=canary; mux_x=canary; =canary; canary",
        "Authorization: Bearer canary", "authorization: Basic canary", "AUTHORIZATION: token canary", "Proxy-Authorization: Basic canary", "X-Authorization: canary",
        "X-Forwarded-For: canary", "x-forwarded-for: canary2", "X_Forwarded_For: canary", "X-Forwarded-Proto: canary", "X-Forwarded-Host: canary", "X-Forwarded-User: canary",
        "X-Forwarded-Access-Token: canary", "Forwarded: for=canary", "X-Real-IP: canary", "X-Remote-User: canary", "Remote-User: canary", "REMOTE_USER: canary", "X-Auth-Request-Email: canary",
        "X-Amzn-Oidc-Data: canary", "Cf-Access-Jwt-Assertion: canary", "X-Original-URL: canary", "X-Rewrite-URL: canary", "X-Mux-Token: canary", "Cookie2: canary", "Via: 1.0 canary",
        "X-HTTP-Method-Override: canary", "TE: trailers", "Trailer: X-Late", "X-Anything-Else: canary", "Keep-Alive: canary", "Proxy-Connection: canary", "Sec_Fetch_Site: canary",
    ];

    [Fact]
    public async Task None_reaches_the_ship_by_HTTP()
    {
        await Host.BoardAsync("canary-ada", Ship.Endpoint);
        Ship.Answer = context => context.Request.Body.CopyToAsync(Stream.Null);
        var answer = await RawRequest.SendAsync(
            Host.Url,
            $"POST /camp/plot/api?token=canary&a=1&%74oken=canary&TOKEN=canary HTTP/1.1\r\nHost: {Host.Url.Authority}\r\nOrigin: {Host.Origin}\r\nAccept-Language: fr\r\nX-XSRFToken: keep3\r\nConnection: close\r\n"
            + $"{string.Join("\r\n", Lines)}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Late: canary\r\nAuthorization: canary\r\n\r\n");
        Assert.Equal(200, RawRequest.StatusOf(answer));
        Judge();
        Assert.StartsWith("POST /camp/plot/api?a=1\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_reaches_the_ship_by_WebSocket()
    {
        await Host.BoardAsync("canary-ada", Ship.Endpoint);
        Ship.Answer = context => Task.CompletedTask;
        await RawRequest.SendAsync(
            Host.Url,
            $"GET /camp/plot/api?token=canary HTTP/1.1\r\nHost: {Host.Url.Authority}\r\nOrigin: {Host.Origin}\r\nAccept-Language: fr\r\nX-XSRFToken: keep3\r\n{string.Join("\r\n", Lines)}\r\n"
            + "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v1.kernel\r\n\r\n");
        Judge();
        Assert.Contains("Sec-WebSocket-Protocol: v1.kernel\n", Ship.LastHead, StringComparison.Ordinal);
        Assert.Contains("Upgrade: websocket\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_cookie_header_costs_no_more_than_reading_it()
    {
        var many = new StringBuilder("mux=ada");
        for (var i = 0; i < 800; i++)
        {
            many.Append("; mux-").Append(i).Append("=canary; k").Append(i).Append("=v");
        }

        var answer = await RawRequest.GetAsync(Host.Url, "/camp/plot/", $"Cookie: {many}");
        Assert.Equal(200, RawRequest.StatusOf(answer));
        Assert.DoesNotContain("canary", Ship.LastHead, StringComparison.Ordinal);
        Assert.Contains("k799=v", Ship.LastHead, StringComparison.Ordinal);
    }

    private void Judge()
    {
        var head = Ship.LastHead;
        Assert.DoesNotContain("canary", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("_xsrf=keep1; username-x=keep2", head, StringComparison.Ordinal);
        Assert.Contains("X-XSRFToken: keep3\n", head, StringComparison.Ordinal);
        Assert.Contains("Accept-Language: fr\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-For: 127.0.0.1\n", head, StringComparison.Ordinal);
        Assert.Contains($"X-Forwarded-Host: {Host.Url.Authority}\n", head, StringComparison.Ordinal);
        Assert.Single(head.Split('\n'), line => line.StartsWith("Authorization:", StringComparison.Ordinal));
    }
}
