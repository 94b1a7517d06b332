using System.Net;
using Mux.Camp;
using Mux.Fleet;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

public sealed class Addresses : Aboard
{
    /// <summary>What is asked for, and what the ship must see; null: the ship must see nothing.</summary>
    public static TheoryData<string, string?> Paths => new()
    {
        { "/camp/plot/files/100%25%20d%C3%A9j%C3%A0%2Fvu;a=1?x=%20y&z=a+b", "/camp/plot/files/100%25%20d%C3%A9j%C3%A0%2Fvu;a=1?x=%20y&z=a+b" },
        { "/camp/plot//double//slash", "/camp/plot//double//slash" },
        { "/camp/plot/a/../b", "/camp/plot/b" },
        { "/camp/plot/a/%2e%2e/b", "/camp/plot/b" },
        { "/camp/plot/.hidden", "/camp/plot/.hidden" },
        { "/camp/pl%6ft/x", "/camp/plot/x" },
        { "/camp/plot/..%2f..%2fmaps", "/camp/plot/..%2f..%2fmaps" },
        { "/camp/plot/..;/..;/login", "/camp/plot/..;/..;/login" },
        { "/camp/plot/../maps/x", null },
        { "/camp/plot/%2e%2e/maps/x", null },
        { "/camp/plot/%2E%2E/%2E%2E/berth", null },
        { "/camp/plot%2fx/", null },
        { "/camp/plot;x/", null },
        { "/camp/PLOT/x", null },
        { "/camp/plot%00/x", null },
        { "/camp/../camp/maps/../../x", null },
        { "/camp/pl\u00f6t/", null },
        { "/camp//plot/", null },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_was_routed_is_what_is_sent(string asked, string? seen)
    {
        await RawRequest.GetAsync(Host.Url, asked, "Cookie: mux=ada");
        Assert.Equal(seen is null ? [] : [seen], Ship.Heads.Select(head => head[4..head.IndexOf('\n', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_whole_address_as_request_target_goes_to_the_same_place()
    {
        await RawRequest.GetAsync(Host.Url, $"http://{Host.Url.Authority}/camp/plot/x?y=1", "Cookie: mux=ada");
        Assert.StartsWith("GET /camp/plot/x?y=1\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /camp/plot/a HTTP/1.1\r\nHost: H\r\nOrigin: O\r\nCookie: mux=ada\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /camp/plot/smuggled HTTP/1.1\r\nX: y\r\n\r\n")]
    [InlineData("POST /camp/plot/a HTTP/1.1\r\nHost: H\r\nOrigin: O\r\nCookie: mux=ada\r\nContent-Length: 4\r\nContent-Length: 0\r\n\r\nGET /camp/plot/smuggled HTTP/1.1\r\n\r\n")]
    [InlineData("POST /camp/plot/a HTTP/1.1\r\nHost: H\r\nOrigin: O\r\nCookie: mux=ada\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /camp/plot/smuggled HTTP/1.1\r\n\r\n")]
    [InlineData("POST /camp/plot/a HTTP/1.1\r\nHost: H\r\nOrigin: O\r\nCookie: mux=ada\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /camp/plot/smuggled HTTP/1.1\r\n\r\n")]
    [InlineData("POST /camp/plot/a HTTP/1.1\r\nHost: H\r\nOrigin: O\r\nCookie: mux=ada\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\n45\r\n0\r\n\r\nGET /camp/plot/smuggled HTTP/1.1\r\n\r\n")]
    [InlineData("GET /camp/plot/a HTTP/1.1\r\nHost: H\r\nCookie: mux=ada\r\nX: a\nGET /camp/plot/smuggled HTTP/1.1\r\n\r\n")]
    public async Task A_request_hidden_in_another_is_never_seen_with_the_login_of_the_first(string bytes)
    {
        await RawRequest.SendAsync(Host.Url, bytes.Replace(": H\r", $": {Host.Url.Authority}\r", StringComparison.Ordinal).Replace(": O\r", $": {Host.Origin}\r", StringComparison.Ordinal)
            + "GET /end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain(Ship.Heads, head => head.Contains("smuggled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ship_that_sends_requests_back_is_told_that_it_is_a_loop()
    {
        Ship.Answer = async context =>
        {
            using var back = Message(HttpMethod.Get, "/camp/plot/again", ("Via", context.Request.Headers.Via.ToString()));
            context.Response.StatusCode = (int)(await Ada.SendAsync(back)).StatusCode;
        };
        Assert.Equal((HttpStatusCode)508, (await Ada.GetAsync("/camp/plot/")).StatusCode);
        Assert.Single(Ship.Heads);
    }

    [Fact]
    public async Task The_muxs_own_address_is_never_forwarded_to()
    {
        await Host.MoveAsync(ShipId, new IPEndPoint(IPAddress.Loopback, Host.Url.Port));
        using var patient = Host.Client();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await patient.GetAsync("/camp/plot/")).StatusCode);
    }

    [Theory]
    [InlineData("169.254.169.254:80", "169.254.0.0/16")]
    [InlineData("127.0.0.1:8888", "127.0.0.0/8")]
    [InlineData("10.77.1.1:8888", "10.77.0.16/28")]
    [InlineData("0.0.0.0:8888", "0.0.0.0/0")]
    [InlineData("[::1]:8888", "::/0")]
    public void Without_the_tests_leave_such_an_address_has_no_route(string endpoint, string block)
    {
        var routes = new ShipRoutes(new CampDefinition("test", []), AddressPolicy.MayForwardTo);
        Assert.NotNull(routes.Find(Serving("10.77.0.17:8888", "10.77.0.16/28"), "plot"));
        Assert.Null(routes.Find(Serving(endpoint, block), "plot"));
    }

    private Ship Serving(string endpoint, string block)
    {
        var ship = Host.Store.Snapshot.Ships[ShipId];
        return ship with { Block = IPNetwork.Parse(block), Tutorials = ship.Tutorials.SetItem("plot", ship.Tutorials["plot"] with { Endpoint = IPEndPoint.Parse(endpoint) }) };
    }
}
