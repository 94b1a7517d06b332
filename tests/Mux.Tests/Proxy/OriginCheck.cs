using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace Mux.Tests.Proxy;

public sealed class OriginCheck : Aboard
{
    /// <summary>HOST and PORT stand for the mux's own; (none): no Origin header.</summary>
    public static TheoryData<string> Foreign =>
    [
        "(none)", "", "null", "http://evil.example", "https://HOST:PORT", "http://HOST", "http://HOST:PORT1", "http://HOST:PORT.evil.example", "http://HOST:PORT@evil.example",
        "http://evilHOST:PORT", "http://HOST:PORT/", "http://HOST:PORT/camp", "http://HOST.:PORT", "ws://HOST:PORT", "HOST:PORT", "//HOST:PORT", "http://localhost:PORT",
        "http://HOST:PORT http://evil.example", "http://HOST:PORT, http://evil.example", "file://", "http://[::1]:PORT", "http://HOST:0PORT",
    ];

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_change_from_elsewhere_is_refused(string origin)
    {
        foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE", "PROPFIND" })
        {
            var answer = await RawRequest.SendAsync(Host.Url, $"{method} /camp/plot/api HTTP/1.1\r\nHost: {Host.Url.Authority}\r\nConnection: close\r\nCookie: mux=ada\r\n{Line(origin)}Content-Length: 0\r\n\r\n");
            Assert.Equal(403, RawRequest.StatusOf(answer));
        }

        Assert.Empty(Ship.Heads);
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_socket_from_elsewhere_is_refused(string origin)
    {
        var answer = await RawRequest.SendAsync(Host.Url, $"GET /camp/plot/ws HTTP/1.1\r\nHost: {Host.Url.Authority}\r\nCookie: mux=ada\r\n{Line(origin)}Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.Equal(403, RawRequest.StatusOf(answer));
        Assert.Empty(Ship.Heads);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("nonsense")]
    public async Task A_browser_that_says_cross_site_is_believed(string site)
    {
        using var message = Message(HttpMethod.Post, "/camp/plot/api", ("Origin", Host.Origin), ("Sec-Fetch-Site", site));
        Assert.Equal(HttpStatusCode.Forbidden, (await Ada.SendAsync(message)).StatusCode);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => Sockets.OpenAsync(Host, "ada", ("Sec-Fetch-Site", site)));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_origins_are_one_too_many()
    {
        var answer = await RawRequest.SendAsync(Host.Url, $"POST /camp/plot/api HTTP/1.1\r\nHost: {Host.Url.Authority}\r\nConnection: close\r\nCookie: mux=ada\r\nOrigin: {Host.Origin}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(403, RawRequest.StatusOf(answer));
    }

    [Fact]
    public async Task The_own_pages_may_change_things()
    {
        using var message = Message(HttpMethod.Post, "/camp/plot/api", ("Origin", Host.Origin), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, (await Ada.SendAsync(message)).StatusCode);
        Assert.StartsWith("POST /camp/plot/api\n", Ship.LastHead, StringComparison.Ordinal);
    }

    private string Line(string origin) => origin == "(none)" ? "" :
        $"Origin: {origin.Replace("HOST", Host.Url.Host, StringComparison.Ordinal).Replace("PORT", $"{Host.Url.Port}", StringComparison.Ordinal)}\r\n";
}
