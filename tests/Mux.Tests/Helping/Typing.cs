using System.Net;
using Microsoft.Extensions.Time.Testing;
using Mux.Fleet;
using Mux.Tests.Proxy;
using Xunit;

namespace Mux.Tests.Helping;

public sealed class Typing
{
    [Fact]
    public async Task With_the_attendees_leave_the_helper_is_on_the_attendees_ship_in_that_tutorial_alone()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("type");
        var ticket = await stage.TicketAsync();
        using var entered = await stage.AnaAbroad.GetAsync(ticket);
        Assert.Equal((HttpStatusCode.SeeOther, "/camp/intro/"), (entered.StatusCode, entered.Headers.Location!.OriginalString));
        Assert.Equal("\"storage\"", entered.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("mux-help=", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.NotFound, (await stage.AnaAbroad.GetAsync(ticket)).StatusCode);

        Assert.Equal("/camp/intro/api/status", await stage.AnaAbroad.ReadAsync("/camp/intro/api/status"));
        Assert.DoesNotContain("mux-help", stage.Ship.LastHead, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AnaAbroad.GetAsync("/camp/plots/api/status")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AnaAbroad.GetAsync("/berth")).StatusCode);
        Assert.Contains(await stage.AuditAsync(), line => line == "Ana from 127.0.0.1: help.opened: to type in intro");
    }

    [Fact]
    public async Task A_login_of_the_helpers_own_is_out_of_the_notebooks_reach()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.EnterAsync(stage.AnaAbroad, "Ana herself");
        Assert.Equal(HttpStatusCode.OK, (await stage.AnaAbroad.GetAsync("/berth")).StatusCode);
        var before = stage.Jar.GetCookies(stage.Host.Settings.AttendeeUrl)["mux"]!.Value;
        await stage.AgreeAsync("type");
        await stage.GoOverAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AnaAbroad.GetAsync("/berth")).StatusCode);

        using var other = new TestBrowser(stage.Host.Settings.AttendeeUrl, new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
        other.Client.DefaultRequestHeaders.Add("Cookie", $"mux={before}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stage.Ada.GetAsync("/berth")).StatusCode);
    }

    [Fact]
    public async Task Whoever_logs_in_is_a_guest_no_longer()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("type");
        await stage.GoOverAsync();
        await stage.EnterAsync(stage.AnaAbroad, "Ana herself");
        Assert.Equal(HttpStatusCode.OK, (await stage.AnaAbroad.GetAsync("/berth")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await stage.AnaAbroad.GetAsync("/camp/intro/api/status")).StatusCode);
        Assert.Empty(stage.Ship.Heads);
    }

    [Theory]
    [InlineData("attendee")]
    [InlineData("helper")]
    [InlineData("done")]
    [InlineData("time")]
    [InlineData("helper logs out")]
    [InlineData("attendee logs out")]
    [InlineData("organizer logs the attendee out")]
    [InlineData("ship")]
    public async Task Whatever_ends_it_closes_open_sockets_within_five_seconds_and_the_way_back(string end)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var stage = await HelpStage.StartAsync(clock);
        stage.Ship.Answer = context => context.WebSockets.IsWebSocketRequest ? Sockets.EchoAsync(context) : Task.CompletedTask;
        await stage.AgreeAsync("type");
        await stage.GoOverAsync();
        using var socket = await stage.OpenSocketAsync();
        Assert.Equal("1+1", await socket.EchoedAsync("1+1"));
        await (end switch
        {
            "attendee" => stage.Ada.PostAsync("/", "/hand/close"),
            "helper" => stage.OrderAsync("close"),
            "done" => stage.OrderAsync("done"),
            "time" => stage.Host.ChangeAsync(draft => draft.Put(stage.Hand with { Leave = stage.Hand.Leave! with { Until = draft.Now } })),
            "helper logs out" => stage.Ana.PostAsync("/hands", "/logout"),
            "attendee logs out" => stage.Ada.PostAsync("/", "/logout"),
            "organizer logs the attendee out" => stage.Host.Client.DeleteAsync($"/api/v1/attendees/{stage.Hand.Attendee}/logins"),
            _ => stage.Host.ChangeAsync(draft => draft.Apply(draft.Snapshot.Berths[stage.Hand.Attendee], new ShipEvent.Ended(TerminationCause.Failed, "gone"))),
        });
        for (var seconds = 0; seconds < 5; seconds++)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // by the mux's clock; the patience is with the machine
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await socket.EndAsync().WaitAsync(patience.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AnaAbroad.GetAsync("/camp/intro/api/status")).StatusCode);
    }

    [Fact]
    public async Task A_new_leave_does_not_revive_an_old_visit()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("type");
        await stage.GoOverAsync();
        await stage.Ada.PostAsync("/", "/hand/close");
        await stage.OrderAsync("ask");
        await stage.AnswerAsync("type");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.AnaAbroad.GetAsync("/camp/intro/api/status")).StatusCode);
        await stage.GoOverAsync();
        Assert.Equal(HttpStatusCode.OK, (await stage.AnaAbroad.GetAsync("/camp/intro/api/status")).StatusCode);
    }

    [Fact]
    public async Task A_script_of_the_attendees_origin_cannot_use_the_helpers_dashboard()
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("type");
        foreach (var path in new[] { "/", "/hands", "/live", "/attendees", "/api/v1/attendees" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", "same-site" }, { "Sec-Fetch-Mode", "no-cors" } } };
            using var response = await stage.Ana.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        var posted = await stage.Ana.SendAsync($"/hands/{stage.Hand.Id}/done", await stage.Ana.TokenAsync("/hands"), request => request.Headers.Add("Origin", stage.AnaAbroad.Origin));
        Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
        using var followed = new HttpRequestMessage(HttpMethod.Get, "/hands") { Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Sec-Fetch-Mode", "navigate" } } };
        Assert.Equal(HttpStatusCode.OK, (await stage.Ana.Client.SendAsync(followed)).StatusCode);
    }

    [Theory]
    [InlineData("/help/nothing")]
    [InlineData("/help/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task A_way_in_that_was_not_given_leads_nowhere(string path)
    {
        await using var stage = await HelpStage.StartAsync();
        await stage.AgreeAsync("type");
        using var response = await stage.AnaAbroad.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }
}
