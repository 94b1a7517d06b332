using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Mux.Dashboard;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed partial class ShipsTableTests
{
    [Xunit.Fact]
    public async Task Every_ship_that_matches_is_a_square_with_its_state_in_letters_and_words()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var ada = SampleFleet.Attendee("Ada <3");
        await host.ChangeAsync(draft => draft.Put(ada));
        var used = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = ada.Id });
        var sick = await host.PutShipAsync(ShipState.Available, ship => ship with { Vitals = ship.Vitals with { Trouble = "disk full" } });
        var html = WebUtility.HtmlDecode(await browser.ReadAsync("/"));
        Xunit.Assert.Contains($"href=\"/ships/{used.Id}\" title=\"{used.Id} running, Ada <3\" aria-label=\"{used.Id} running, Ada <3\">R</a>", html, StringComparison.Ordinal);
        Xunit.Assert.Contains($"aria-label=\"{sick.Id} available, needs attention: disk full\">!</a>", html, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain($"square-{sick.Id}", await browser.ReadAsync("/?state=running"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task Three_thousand_ships_are_a_table_in_pages_that_state_tutorial_and_session_narrow()
    {
        await using var host = await OrganizerHost.StartAsync(camp => camp with { Fleet = camp.Fleet with { MaxShips = 4000 } });
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var now = TimeProvider.System.GetUtcNow();
        await host.ChangeAsync(draft =>
        {
            for (var i = 0; i < 3000; i++)
            {
                draft.Put(i % 100 == 0 ? Failed(SampleFleet.Ship(ShipState.Booting)) : SampleFleet.Ship(ShipState.Available), durable: false);
            }

            draft.Put(SampleFleet.Ship(ShipState.Available) with { CreatedAt = now.AddDays(-2) }, durable: false);
            draft.Put(new CampSession("yesterday", now.AddDays(-2), now.AddDays(-1)) { Seats = 1 });
            draft.Put(new CampSession("today", now.AddHours(-1), now.AddHours(2)) { Seats = 1 });
        });

        var all = await browser.ReadAsync("/?sort=ship&page=2");
        Xunit.Assert.Contains("101 to 200 of 3001 ships", all, StringComparison.Ordinal);
        Xunit.Assert.Equal(100, Row().Count(all));
        Xunit.Assert.DoesNotContain("id=\"map\"", all, StringComparison.Ordinal);
        Xunit.Assert.Contains("30 ships", await browser.ReadAsync("/?state=failed"), StringComparison.Ordinal);
        Xunit.Assert.Contains("30 ships", await browser.ReadAsync("/?tutorial=intro&phase=failed"), StringComparison.Ordinal);
        Xunit.Assert.Contains("No ship matches", await browser.ReadAsync("/?tutorial=plots&phase=failed"), StringComparison.Ordinal);
        Xunit.Assert.Contains("\"detail\">1 ship<", await browser.ReadAsync("/?session=yesterday"), StringComparison.Ordinal);
        Xunit.Assert.Contains("of 3000 ships", await browser.ReadAsync("/?session=today"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task Fifty_who_watch_the_same_page_have_it_made_once_and_each_gets_the_own_token_and_name()
    {
        await using var host = await OrganizerHost.StartAsync();
        var shelf = host.Services.GetRequiredService<PageShelf>();
        var browsers = new List<TestBrowser>();
        for (var i = 0; i < 5; i++)
        {
            browsers.Add(await OrganizerBrowser.EnterAsync(host));
        }

        await host.PutShipAsync(ShipState.Booting);
        var before = shelf.Made;
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => browsers[i % 5].ReadAsync("/?sort=ship")));
        Xunit.Assert.InRange(shelf.Made - before, 1, 2); // two when five seconds pass in between
        Xunit.Assert.All(pages, page => Xunit.Assert.Contains("title=\"Organizer\"", page, StringComparison.Ordinal));
        Xunit.Assert.True(pages.Select(page => Token().Match(page).Groups[1].Value).Distinct().Count() >= 5);
        Xunit.Assert.All(pages, page => Xunit.Assert.DoesNotContain("token-", Token().Match(page).Groups[1].Value, StringComparison.Ordinal));

        var ship = await host.PutShipAsync(ShipState.Available);
        Xunit.Assert.Contains($"id=\"{ship.Id}\"", await browsers[0].ReadAsync("/?sort=ship"), StringComparison.Ordinal); // what changed is seen at once
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browsers[1].PostAsync("/", "/goal", ("ships", "6"))).StatusCode);
        Xunit.Assert.Contains("value=\"6\"", await browsers[2].ReadAsync("/"), StringComparison.Ordinal);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Xunit.Fact]
    public async Task Chosen_ships_are_changed_only_after_a_page_has_said_how_many_and_who_is_on_them()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var ada = SampleFleet.Attendee("Ada <3");
        await host.ChangeAsync(draft => { draft.Put(ada); draft.SetGoal(5); });
        var used = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = ada.Id });
        var free = await host.PutShipAsync(ShipState.Available);
        var other = await host.PutShipAsync(ShipState.Available);

        using var asked = await browser.PostAsync("/", "/ships/bulk", ("action", "terminate"), ("scope", "chosen"), ("ship", used.Id.Value), ("ship", free.Id.Value), ("sort", "ship"));
        var html = await asked.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("Terminate 2 ships?", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("Ada &lt;3", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("from 5 to 3 ships", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("href=\"/?sort=ship\"", html, StringComparison.Ordinal);
        Xunit.Assert.All(host.Snapshot.Ships.Values, ship => Xunit.Assert.True(ship.IsLive));

        var counted = Counted().Match(html).Groups[1].Value;
        using var done = await browser.PostAsync("/", "/ships/bulk", ("action", "terminate"), ("confirm", "yes"), ("ships", counted));
        Xunit.Assert.Contains("2 ships terminated; the goal is 3 ships now", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Xunit.Assert.Equal((false, false, true, 3), (host.Snapshot.Ships[used.Id].IsLive, host.Snapshot.Ships[free.Id].IsLive, host.Snapshot.Ships[other.Id].IsLive, host.Snapshot.Goal));
        var log = await browser.ReadAsync("/log");
        Xunit.Assert.Contains("was Running; one of 2", log, StringComparison.Ordinal);
        Xunit.Assert.Contains("was Available; one of 2", log, StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task All_that_match_means_those_that_were_counted_and_not_what_matches_later()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var sick = await host.PutShipAsync(ShipState.Booting, Failed);
        await host.PutShipAsync(ShipState.Available);
        using var asked = await browser.PostAsync("/", "/ships/bulk", ("action", "replace"), ("scope", "all"), ("state", "failed"));
        var html = await asked.Content.ReadAsStringAsync();
        Xunit.Assert.Contains("Replace 1 ship?", html, StringComparison.Ordinal);
        Xunit.Assert.Contains("Nobody works on them", html, StringComparison.Ordinal);
        var later = await host.PutShipAsync(ShipState.Booting, Failed);
        await browser.PostAsync("/", "/ships/bulk", ("action", "replace"), ("confirm", "yes"), ("ships", Counted().Match(html).Groups[1].Value), ("scope", "all"), ("state", "failed"));
        Xunit.Assert.Equal((false, true), (host.Snapshot.Ships[sick.Id].IsLive, host.Snapshot.Ships[later.Id].IsLive));
    }

    [Xunit.Fact]
    public async Task An_order_without_ships_or_that_there_is_none_of_is_refused_and_a_foreign_page_cannot_give_one()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var ship = await host.PutShipAsync(ShipState.Available);
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/", "/ships/bulk", ("action", "replace"), ("scope", "chosen"))).StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/", "/ships/bulk", ("action", "sink"), ("scope", "all"))).StatusCode);
        var foreign = await browser.SendAsync("/ships/bulk", await browser.TokenAsync("/"), request => request.Headers.Add("Origin", "https://evil.example"), ("action", "replace"), ("scope", "all"), ("confirm", "yes"), ("ships", ship.Id.Value));
        Xunit.Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Xunit.Assert.True(host.Snapshot.Ships[ship.Id].IsLive);
    }

    private static Ship Failed(Ship ship) => ship with { Tutorials = ship.Tutorials.SetItem("intro", ship.Tutorials["intro"] with { Phase = TutorialPhase.Failed, Reason = "hook failed" }) };

    [GeneratedRegex("<tr id=\"s-")]
    private static partial Regex Row();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"ships\" value=\"([^\"]+)\"")]
    private static partial Regex Counted();
}
