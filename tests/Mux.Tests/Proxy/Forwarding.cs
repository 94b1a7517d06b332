using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Mux.Fleet;
using Mux.Proxy;
using Xunit;

namespace Mux.Tests.Proxy;

public sealed class Forwarding : Aboard
{
    [Fact]
    public async Task A_request_reaches_the_attendees_own_ship_with_the_berths_secret()
    {
        Assert.Equal("/camp/plot/lab?x=1", await Ada.GetStringAsync("/camp/plot/lab?x=1"));
        Assert.Contains($"Authorization: token {ProxyHost.Secret}\n", Ship.LastHead, StringComparison.Ordinal);
        Assert.Contains($"Host: {Host.Url.Authority}\n", Ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_attendees_get_two_ships_at_one_address()
    {
        await using var other = await ShipServer.StartAsync();
        other.Answer = context => context.Response.WriteAsync("bob's");
        await Host.BoardAsync("bob", other.Endpoint);
        using var bob = Host.Client("bob");
        Assert.Equal("bob's", await bob.GetStringAsync("/camp/plot/"));
        Assert.Equal("/camp/plot/", await Ada.GetStringAsync("/camp/plot/"));
    }

    [Fact]
    public async Task Without_a_login_a_page_leads_to_the_login_and_back_and_a_script_is_refused()
    {
        using var nobody = Host.Client(name: null);
        var page = await nobody.SendAsync(Navigation("/camp/plot/lab?a=1&b=2"));
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/login?returnUrl=%2Fcamp%2Fplot%2Flab%3Fa%3D1%26b%3D2", page.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/camp/plot/api")).StatusCode);
        Assert.Empty(Ship.Heads);
    }

    [Fact]
    public async Task Who_waits_for_a_ship_is_sent_to_the_overview()
    {
        await Host.ChangeAsync(draft => draft.Put(draft.Snapshot.Ships[ShipId] with { State = ShipState.Terminated }));
        var page = await Ada.SendAsync(Navigation("/camp/plot/"));
        Assert.Equal(HttpStatusCode.SeeOther, page.StatusCode);
        Assert.Equal("/", page.Headers.Location?.OriginalString);
        var script = await Ada.GetAsync("/camp/plot/api");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, script.StatusCode);
        Assert.NotNull(script.Headers.RetryAfter);
    }

    [Fact]
    public async Task The_missing_slash_is_added()
    {
        var answer = await Ada.GetAsync("/camp/plot?x=1");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Equal("/camp/plot/?x=1", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_unknown_tutorial_is_a_404_that_names_the_known_ones_and_escapes_what_was_asked()
    {
        var answer = await Ada.SendAsync(Navigation("/camp/%3Cscript%3E/"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("href=\"/camp/plot/\"", text, StringComparison.Ordinal);
        Assert.Contains("Maps", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await Ada.GetAsync("/camp/nope/")).StatusCode);
    }

    [Fact]
    public async Task A_tutorial_that_does_not_serve_yet_is_a_moment_with_the_ships_words_escaped()
    {
        await Host.MoveAsync(ShipId, null, TutorialPhase.Pulling);
        await Host.ChangeAsync(draft =>
        {
            var ship = draft.Snapshot.Ships[ShipId];
            draft.Put(ship with { Tutorials = ship.Tutorials.SetItem("plot", ship.Tutorials["plot"] with { Reason = "<script>alert(1)</script>" }) });
        });
        var page = await Ada.SendAsync(Navigation("/camp/plot/"));
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.NotNull(page.Headers.RetryAfter);
        Assert.Single(page.Headers.GetValues("Refresh"));
        Assert.Contains("fetching a new version of Plots", text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        var script = await Ada.GetAsync("/camp/plot/api");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, script.StatusCode);
        Assert.Equal("application/problem+json", script.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_container_with_another_home_is_never_reached()
    {
        await Host.ChangeAsync(draft =>
        {
            var ship = draft.Snapshot.Ships[ShipId];
            draft.Put(ship with { Tutorials = ship.Tutorials.SetItem("plot", ship.Tutorials["plot"] with { RunningHome = "camp-test-h-of-bob-plot" }) });
        });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Ada.GetAsync("/camp/plot/")).StatusCode);
        Assert.Empty(Ship.Heads);
    }

    private protected override void Configure(ProxyOptions options)
    {
        base.Configure(options);
        options.SwitchPatience = TimeSpan.FromSeconds(60); // the next container is a write away, which a busy disk holds up
    }

    [Fact]
    public async Task While_a_container_is_replaced_a_read_waits_for_the_next_one()
    {
        await Host.MoveAsync(ShipId, new IPEndPoint(IPAddress.Loopback, FreePort.Take()));
        var waiting = Ada.GetStringAsync("/camp/plot/after");
        await Host.MoveAsync(ShipId, Ship.Endpoint);
        Assert.Equal("/camp/plot/after", await waiting);
    }

    [Fact]
    public async Task What_may_have_changed_something_is_never_sent_twice()
    {
        Ship.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var message = Message(HttpMethod.Post, "/camp/plot/run", ("Origin", Host.Origin));
        message.Content = JsonContent.Create("x");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Ada.SendAsync(message)).StatusCode);
        Assert.Single(Ship.Heads);
    }

    [Fact]
    public async Task A_ship_that_dies_in_mid_answer_breaks_the_answer_visibly()
    {
        Ship.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => Ada.GetStringAsync("/camp/plot/file"));
    }

    [Fact]
    public async Task The_other_listeners_do_not_have_the_proxy()
    {
        var answer = await Ada.GetAsync("/campus");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
