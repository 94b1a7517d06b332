using System.Net;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Boarding
{
    [Fact]
    public async Task With_a_free_ship_the_login_ends_aboard()
    {
        await using var host = await TestHost.StartAsync();
        await host.Fleet.AddAvailableAsync();
        using var browser = host.Browser();
        await browser.TryLogInAsync("Ada");
        var attendee = host.Store.Snapshot.Attendees.Values.Single();
        Assert.NotNull(host.Store.Snapshot.ShipOf(attendee.Id));
        var berth = await browser.BerthAsync();
        Assert.Equal("ready", berth.GetProperty("state").GetString());
        var first = berth.GetProperty("tutorials")[0];
        Assert.Equal(("plots", "/camp/plots/", "ready"), (first.GetProperty("name").GetString(), first.GetProperty("url").GetString(), first.GetProperty("phase").GetString()));
        var page = await browser.ReadAsync("/");
        Assert.Contains("href=\"/camp/plots/\"", page, StringComparison.Ordinal);
        Assert.Contains("Plots &amp; graphs", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_who_wait_are_seated_in_order_of_arrival()
    {
        await using var host = await TestHost.StartAsync();
        var browsers = Enumerable.Range(0, 3).Select(_ => host.Browser()).ToList();
        foreach (var (browser, i) in browsers.Select((browser, i) => (browser, i)))
        {
            await browser.TryLogInAsync($"pupil {i}");
            Assert.Equal(i + 1, (await browser.BerthAsync()).GetProperty("position").GetInt32());
        }

        await host.Fleet.AddAvailableAsync();
        Assert.Equal("ready", (await browsers[0].BerthAsync()).GetProperty("state").GetString());
        Assert.Equal(1, (await browsers[1].BerthAsync()).GetProperty("position").GetInt32());
        Assert.Equal(2, (await browsers[2].BerthAsync()).GetProperty("position").GetInt32());
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task The_waiting_page_works_without_scripts_and_goes_on_to_where_one_wanted()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var waiting = await browser.GetAsync("/?returnUrl=%2Fcamp%2Fmaps%2F");
        Assert.Equal(HttpStatusCode.OK, waiting.StatusCode);
        Assert.Equal("5", waiting.Headers.GetValues("Refresh").Single());
        Assert.NotNull(waiting.Headers.RetryAfter);
        Assert.Contains("You are in line", await waiting.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var scripted = new HttpRequestMessage(HttpMethod.Get, "/");
        scripted.Headers.Add("Cookie", "mux-js=1");
        Assert.False((await browser.Client.SendAsync(scripted)).Headers.Contains("Refresh"));
        await host.Fleet.AddAvailableAsync();
        Assert.Equal("/camp/maps/", (await browser.GetAsync("/?returnUrl=%2Fcamp%2Fmaps%2F")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Nobody_is_sent_to_the_login_and_comes_back()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        Assert.Equal("/login", (await browser.GetAsync("/")).Headers.Location!.OriginalString);
        Assert.Equal("/login?returnUrl=%2Fcamp%2Fplots%2F", (await browser.GetAsync("/?returnUrl=/camp/plots/")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth/events")).StatusCode);
    }

    [Fact]
    public async Task A_restart_of_the_mux_keeps_sessions_ships_and_the_line()
    {
        var folder = Directory.CreateTempSubdirectory("mux-test-").FullName;
        var cookies = new List<string>();
        await using (var host = await TestHost.StartAsync(new TestHostOptions { Folder = folder }))
        {
            await host.Fleet.AddAvailableAsync();
            foreach (var name in new[] { "Ada", "Bob", "Cid" })
            {
                using var browser = host.Browser();
                cookies.Add((await browser.TryLogInAsync(name)).Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("mux=", StringComparison.Ordinal)).Split(';')[0]);
            }
        }

        await using (var host = await TestHost.StartAsync(new TestHostOptions { Folder = folder }))
        {
            Assert.Equal(["ready", "waiting 1", "waiting 2"], await Task.WhenAll(cookies.Select(cookie => StateAsync(host, cookie))));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Whoever_loses_a_ship_moves_before_all_who_never_had_one()
    {
        await using var host = await TestHost.StartAsync();
        var ship = await host.Fleet.AddAvailableAsync();
        using var ada = host.Browser();
        using var bob = host.Browser();
        await ada.LogInAsync("Ada");
        await bob.LogInAsync("Bob");
        await host.Fleet.EndAsync(ship, "it <b>stopped</b> answering");

        var berth = await ada.BerthAsync();
        Assert.Equal("moving", berth.GetProperty("state").GetString());
        Assert.Equal(1, berth.GetProperty("position").GetInt32());
        Assert.Equal(2, (await bob.BerthAsync()).GetProperty("position").GetInt32());
        var page = await ada.ReadAsync("/");
        Assert.Contains("Moving you to another machine", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>stopped</b>", page, StringComparison.Ordinal);

        var next = await host.Fleet.AddAvailableAsync();
        Assert.Equal("moving", (await ada.BerthAsync()).GetProperty("state").GetString());
        await host.Fleet.ReplaceAsync(next, ship => ship with { Tutorials = ship.Tutorials.SetItem("plots", TestFleet.Serving(ship, "plots")) });
        Assert.Equal("ready", (await ada.BerthAsync()).GetProperty("state").GetString());
        Assert.Contains("Your machine was replaced", await ada.ReadAsync("/"), StringComparison.Ordinal);
        await ada.PostAsync("/", "/noted", ("what", "notice"));
        Assert.DoesNotContain("Your machine was replaced", await ada.ReadAsync("/"), StringComparison.Ordinal);
    }

    private static async Task<string> StateAsync(TestHost host, string cookie)
    {
        using var browser = host.Browser();
        browser.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        var berth = await browser.BerthAsync();
        return $"{berth.GetProperty("state").GetString()} {berth.GetProperty("position")}".Trim();
    }
}
