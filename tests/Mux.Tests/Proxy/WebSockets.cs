using System.Net.WebSockets;
using Mux.Fleet;
using Mux.Orders;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

public sealed class WebSockets : Aboard
{
    [Fact]
    public async Task Messages_pass_both_ways_small_and_large()
    {
        Ship.Answer = Sockets.EchoAsync;
        using var socket = await Sockets.OpenAsync(Host);
        Assert.Equal("1+1", await socket.EchoedAsync("1+1"));
        Assert.Equal(60_000, (await socket.EchoedAsync(new string('x', 60_000))).Length);
        Assert.Contains($"Authorization: token {ProxyHost.Secret}\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_closes_the_sockets_of_that_login_only()
    {
        Ship.Answer = Sockets.EchoAsync;
        await Host.ChangeAsync(draft => draft.Put(new LoginSession("ada-at-home", draft.Snapshot.Names["ada"], draft.Now.AddHours(1))));
        using var first = await Sockets.OpenAsync(Host);
        using var second = await Sockets.OpenAsync(Host);
        using var home = await Sockets.OpenAsync(Host, "ada-at-home");
        await first.EchoedAsync("x");
        await Host.ChangeAsync(draft => draft.RemoveLogin("ada"));
        await first.EndAsync();
        await second.EndAsync();
        Assert.Equal("still here", await home.EchoedAsync("still here"));
    }

    [Fact]
    public async Task Who_is_logged_out_everywhere_has_no_socket_left_and_keeps_the_ship()
    {
        Ship.Answer = Sockets.EchoAsync;
        var ada = Host.Store.Snapshot.Names["ada"];
        await Host.ChangeAsync(draft => draft.Put(new LoginSession("ada-at-home", ada, draft.Now.AddHours(1))));
        await Host.BoardAsync("bob", Ship.Endpoint);
        using var here = await Sockets.OpenAsync(Host);
        using var home = await Sockets.OpenAsync(Host, "ada-at-home");
        using var bob = await Sockets.OpenAsync(Host, "bob");
        await here.EchoedAsync("x");
        await home.EchoedAsync("x");
        var ended = await new AttendeeOrders(Host.Store).LogOutAsync(ada.Value, new Orderer("organizer", "test"), TestContext.Current.CancellationToken);
        Assert.Equal(2, ended.Result?.Count);
        await here.EndAsync();
        await home.EndAsync();
        Assert.Equal("still here", await bob.EchoedAsync("still here"));
        Assert.Equal(ShipId, Host.Store.Snapshot.Berths[ada]);
    }

    [Fact]
    public async Task The_end_of_a_ship_closes_its_sockets()
    {
        Ship.Answer = Sockets.EchoAsync;
        using var socket = await Sockets.OpenAsync(Host);
        await socket.EchoedAsync("x");
        await Host.ChangeAsync(draft => draft.Put(draft.Snapshot.Ships[ShipId] with { State = ShipState.Terminated }));
        await socket.EndAsync();
    }

    [Fact]
    public async Task A_ship_that_dies_takes_its_sockets_along_and_leaves_none_behind()
    {
        Ship.Answer = Sockets.EchoAsync;
        for (var i = 0; i < 10; i++)
        {
            using var socket = await Sockets.OpenAsync(Host);
            await socket.EchoedAsync("x");
            (await Ada.GetAsync("/camp/plot/nothing")).Dispose();
        }

        using var last = await Sockets.OpenAsync(Host);
        await last.EchoedAsync("x");
        await Ship.DisposeAsync();
        await last.EndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (OpenTo(Ship.Endpoint.Port) > 0)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    [Fact]
    public async Task One_attendee_cannot_open_sockets_without_end()
    {
        Ship.Answer = Sockets.EchoAsync;
        await Host.BoardAsync("bob", Ship.Endpoint);
        var open = new List<WebSocket>();
        for (var i = 0; i < 4; i++)
        {
            open.Add(await Sockets.OpenAsync(Host));
        }

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => Sockets.OpenAsync(Host));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        using (var bob = await Sockets.OpenAsync(Host, "bob"))
        {
            Assert.Equal("mine", await bob.EchoedAsync("mine"));
        }

        open.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task An_upgrade_that_nobody_asked_for_is_refused()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await Host.MoveAsync(ShipId, (System.Net.IPEndPoint)listener.LocalEndpoint);
        var ship = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadAtLeastAsync(new byte[1 << 16], 1);
            await client.GetStream().WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ncanary"u8.ToArray());
            Assert.Equal(0, await client.GetStream().ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false));
        });
        var answer = await RawRequest.GetAsync(Host.Url, "/camp/plot/x", "Cookie: mux=ada");
        Assert.Equal(502, RawRequest.StatusOf(answer));
        Assert.DoesNotContain("canary", answer, StringComparison.Ordinal);
        await ship;
    }

    [Theory]
    [InlineData("SPDY/3.1")]
    [InlineData("h2c")]
    [InlineData("tls/1.0")]
    public async Task No_other_upgrade_is_passed_on(string protocol)
    {
        var answer = await RawRequest.GetAsync(Host.Url, "/camp/plot/x", "Cookie: mux=ada", $"Upgrade: {protocol}", $"Origin: {Host.Origin}");
        Assert.Equal(400, RawRequest.StatusOf(answer));
        Assert.Empty(Ship.Heads);
    }

    private protected override void Configure(ProxyOptions options)
    {
        base.Configure(options);
        options.WebSocketsPerAttendee = 4;
    }

    // In the kernel's own list: connections with this remote port that are not yet closed on our side.
    private static int OpenTo(int port) => File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(fields => fields[2].EndsWith($":{port:X4}", StringComparison.Ordinal) && fields[3] is "01" or "08");
}
