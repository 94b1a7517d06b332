using System.Net;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed class PageTests
{
    private const string Evil = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'";

    [Xunit.Fact]
    public async Task What_ships_and_attendees_say_is_inert_on_every_page()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var attendee = SampleFleet.Attendee(Evil) with { Notice = Evil };
        await host.ChangeAsync(draft => draft.Put(attendee));
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with
        {
            Attendee = attendee.Id,
            Reason = Evil,
            Vitals = ship.Vitals with { Trouble = Evil },
            Tutorials = ship.Tutorials.SetItem("intro", ship.Tutorials["intro"] with { Phase = TutorialPhase.Failed, Reason = Evil, LogTail = Evil, Conflicts = new EquatableList<string>([Evil]) }),
        });
        host.Logs.Answer = new ShipLog(Evil, null);
        var rollout = new Rollout(RolloutId.New(), "intro", SampleFleet.Image("intro", 2), Evil, "", Evil, TimeProvider.System.GetUtcNow())
        {
            State = RolloutState.Halted,
            Ships = new[] { new RolloutShip(ship.Id, RolloutStep.Failed, Evil, Evil, 3, default) }.ToSortedShips(),
        };
        await host.ChangeAsync(draft => draft.Put(rollout));
        await host.ChangeAsync(draft => draft.Audit(new Mux.Store.AuditEntry(Evil, "tested", Evil, Evil)));

        foreach (var path in new[] { "/", "/?q=%3Cscript%3E", $"/ships/{ship.Id}?log=intro", "/rollouts", $"/rollouts/{rollout.Id}", "/attendees", "/attendees?q=%3Cscript%3E", "/log", "/history", "/preflight", "/roster", "/roster?q=%3Cscript%3E", "/tokens", "/alerts" })
        {
            var html = await browser.ReadAsync(path);
            Xunit.Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Xunit.Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Xunit.Assert.DoesNotContain(SampleFleet.Secret, html, StringComparison.Ordinal);
        }

        Xunit.Assert.Contains("&lt;script&gt;", await browser.ReadAsync($"/ships/{ship.Id}?log=intro"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task Pages_of_an_empty_camp_say_that_they_are_empty_and_unknown_ones_lead_back()
    {
        await using var host = await OrganizerHost.StartAsync();
        Xunit.Assert.Contains("Nothing was ordered yet", await host.Client.GetStringAsync("/log"), StringComparison.Ordinal); // a login is in it
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.Contains("There are no ships yet", await browser.ReadAsync("/"), StringComparison.Ordinal);
        Xunit.Assert.Contains("No image was deployed yet", await browser.ReadAsync("/rollouts"), StringComparison.Ordinal);
        Xunit.Assert.Contains("No ship has become ready yet", await browser.ReadAsync("/history"), StringComparison.Ordinal);
        Xunit.Assert.Contains("Nobody has logged in yet", await browser.ReadAsync("/attendees"), StringComparison.Ordinal);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.GetAsync("/ships/s-2222222222")).StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.GetAsync("/rollouts/r-22222222")).StatusCode);
    }

    [Xunit.Fact]
    public async Task Search_state_and_sort_stand_in_the_address()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var booting = await host.PutShipAsync(ShipState.Booting);
        var sick = await host.PutShipAsync(ShipState.Available, ship => ship with { Vitals = ship.Vitals with { Trouble = "disk full" } });

        var byState = await browser.ReadAsync("/?state=booting");
        Xunit.Assert.Contains($"id=\"{booting.Id}\"", byState, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain($"id=\"{sick.Id}\"", byState, StringComparison.Ordinal);
        Xunit.Assert.Contains($"id=\"{sick.Id}\"", await browser.ReadAsync("/?q=DISK&sort=nonsense&state=nonsense&page=-3"), StringComparison.Ordinal);
        var problemsFirst = await browser.ReadAsync("/");
        Xunit.Assert.True(problemsFirst.IndexOf($"id=\"{sick.Id}\"", StringComparison.Ordinal) < problemsFirst.IndexOf($"id=\"{booting.Id}\"", StringComparison.Ordinal));
        Xunit.Assert.Contains("disk full", problemsFirst, StringComparison.Ordinal);
        Xunit.Assert.Contains("No ship matches", await browser.ReadAsync("/?q=nothing-like-it"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task The_log_shows_who_did_what_a_page_at_a_time()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        for (var i = 1; i <= 103; i++)
        {
            await host.ChangeAsync(draft => draft.Audit(new Mux.Store.AuditEntry("Ada", $"did-{i:000}", "s-2222222222", "")));
        }

        var newest = await browser.ReadAsync("/log");
        Xunit.Assert.Contains("did-103", newest, StringComparison.Ordinal);
        Xunit.Assert.Contains("href=\"/ships/s-2222222222\"", newest, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("did-001", newest, StringComparison.Ordinal);
        var older = System.Text.RegularExpressions.Regex.Match(newest, "/log\\?before=\\d+").Value;
        Xunit.Assert.Contains("did-001", await browser.ReadAsync(older), StringComparison.Ordinal);
        Xunit.Assert.Contains("did-103", await browser.ReadAsync("/log?before=nonsense"), StringComparison.Ordinal);
    }

    [Xunit.Fact]
    public async Task A_change_is_told_to_who_watches()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        using var response = await browser.Client.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Xunit.Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Xunit.Assert.Equal("event: hello", await reader.ReadLineAsync());
        await host.PutShipAsync(ShipState.Booting);
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not (null or "event: change"));
        Xunit.Assert.Equal("event: change", line);
    }

    [Xunit.Fact]
    public void A_report_that_changes_nothing_to_see_is_no_change()
    {
        var ship = SampleFleet.Ship(ShipState.Available);
        var snapshot = FleetSnapshot.Empty with { Ships = FleetSnapshot.Empty.Ships.Add(ship.Id, ship) };
        var reported = ship with { Vitals = ship.Vitals with { Sequence = 99, CpuPercent = 80, LastReportAt = ship.Vitals.LastReportAt!.Value.AddSeconds(5) } };
        var pulled = ship with { Vitals = ship.Vitals with { Tutorials = [new TutorialVitals("intro", 50, 100, 0, 0, 0, null)] } };
        var before = Mux.Dashboard.FleetPulse.Fingerprint(snapshot);
        Xunit.Assert.Equal(before, Mux.Dashboard.FleetPulse.Fingerprint(snapshot with { Version = 9, Ships = snapshot.Ships.SetItem(ship.Id, reported) }));
        Xunit.Assert.NotEqual(before, Mux.Dashboard.FleetPulse.Fingerprint(snapshot with { Ships = snapshot.Ships.SetItem(ship.Id, pulled) }));
    }
}
