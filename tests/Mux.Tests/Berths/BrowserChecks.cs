using System.Net;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class BrowserChecks : IAsyncLifetime
{
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_page_needs_no_login_and_tells_those_without_scripts_what_to_do()
    {
        using var browser = host.Browser();
        var page = await browser.ReadAsync("/check");
        Assert.Contains("<noscript>", page, StringComparison.Ordinal);
        Assert.Contains("check.js", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.GetAsync("/check/ping")).StatusCode);
    }

    [Fact]
    public async Task The_socket_gives_one_message_back_and_ends()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(Address(), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes("ahoy"), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var buffer = new byte[100];
        var got = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("ahoy", Encoding.UTF8.GetString(buffer, 0, got.Count));
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)).MessageType);
    }

    [Fact]
    public async Task The_socket_asked_for_without_an_upgrade_is_a_bad_request()
    {
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/check/socket")).StatusCode);
    }

    [Fact]
    public async Task The_stream_brings_two_events_and_ends()
    {
        using var browser = host.Browser();
        var text = await browser.ReadAsync("/check/events");
        Assert.Equal(["data: first", "data: second"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Uri Address() => new UriBuilder(host.AttendeeUrl) { Scheme = "ws", Path = "/check/socket" }.Uri;
}
