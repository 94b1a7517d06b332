using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd;

public sealed class PageTests(RunningCamp camp)
{
    public static TheoryData<ColorScheme, int> Looks => new() { { ColorScheme.Light, 1280 }, { ColorScheme.Dark, 1280 }, { ColorScheme.Light, 390 } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_attendees_pages_have_nothing_that_axe_reports(ColorScheme scheme, int width)
    {
        await camp.MakeRoomAsync(0);
        var page = await camp.NewBrowserAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        await page.GotoAsync(camp.AttendeeUrl + "/login");
        await LookAsync(page, $"login-{scheme}-{width}");
        await page.FillAsync("input[name=name]", $"Visitor {scheme} {width}");
        await page.FillAsync("input[name=code]", RunningCamp.Code);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, camp.AttendeeUrl + "/");
        await LookAsync(page, $"waiting-{scheme}-{width}");
        using var response = await camp.Api.PutAsync("/api/v1/fleet/goal", JsonContent.Create(new { ships = (await camp.ShipsAsync()).Count(ship => (string?)ship!["state"] == "running") + 1 }));
        await Assertions.Expect(page.Locator("a[href='/camp/first-steps/']").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await LookAsync(page, $"ready-{scheme}-{width}");
        await page.GotoAsync(camp.AttendeeUrl + "/my-work/first-steps");
        await LookAsync(page, $"work-{scheme}-{width}");
    }

    [Fact]
    public async Task The_browser_check_finds_this_browser_good()
    {
        var page = await camp.NewBrowserAsync();
        // A browser that a busy machine holds up is rightly in trouble; whoever reads so looks again.
        await RunningCamp.UntilAsync("all five to be good", async () =>
        {
            await page.GotoAsync(camp.AttendeeUrl + "/check");
            await Assertions.Expect(page.Locator("[data-check] .phase-good, [data-check] .phase-bad")).ToHaveCountAsync(5);
            return await page.Locator("[data-check] .phase-good").CountAsync() == 5;
        });
        await LookAsync(page, "check");
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_organizers_pages_have_nothing_that_axe_reports(ColorScheme scheme, int width)
    {
        var page = await camp.NewBrowserAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await page.GotoAsync(camp.OrganizerUrl + "/login");
        await LookAsync(page, $"organizer-login-{scheme}-{width}");
        await page.FillAsync("input[name=secret]", RunningCamp.OrganizerToken);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, camp.OrganizerUrl + "/");
        await LookAsync(page, $"dashboard-{scheme}-{width}");
        await page.CheckAsync("#scope-all");
        await page.ClickAsync("button[name=action][value=replace]");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Replace");
        await LookAsync(page, $"bulk-{scheme}-{width}");
        var ship = (string)(await camp.ShipsAsync())[0]!["id"]!;
        foreach (var path in new[] { $"/ships/{ship}", "/rollouts", "/attendees", "/hands", "/sessions", "/alerts", "/history", "/log", "/preflight", "/rehearsal", "/tokens" })
        {
            await page.GotoAsync(camp.OrganizerUrl + path);
            await LookAsync(page, $"organizer{path.Replace('/', '-').Replace(ship, "one", StringComparison.Ordinal)}-{scheme}-{width}");
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_rosters_pages_have_nothing_that_axe_reports(ColorScheme scheme, int width)
    {
        var page = await camp.NewBrowserAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await page.GotoAsync(camp.OrganizerUrl + "/login?returnUrl=/roster");
        await page.FillAsync("input[name=secret]", RunningCamp.OrganizerToken);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, camp.OrganizerUrl + "/roster");
        foreach (var (file, name) in new[] { ("name,email\nEve,=cmd\n", "faults"), ($"name,email,role,group\nAda {scheme} {width},ada@example.org,,A\nGrace,grace{width}{scheme}@example.org,helper,\n", "preview") })
        {
            await page.GotoAsync(camp.OrganizerUrl + "/roster");
            await page.SetInputFilesAsync("#people-file", new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
            await page.GetByRole(AriaRole.Button, new() { Name = "See what changes" }).ClickAsync();
            await LookAsync(page, $"roster-{name}-{scheme}-{width}");
        }

        await page.ClickAsync("text=Take it in");
        await LookAsync(page, $"roster-{scheme}-{width}");
        await page.ClickAsync("#people tbody th a >> nth=0");
        await page.ClickAsync("text=Show it here");
        await LookAsync(page, $"roster-person-{scheme}-{width}");
        await page.ClickAsync("text=Make a card");
        await LookAsync(page, $"roster-cards-{scheme}-{width}");
    }

    [Fact]
    public async Task What_is_ordered_for_who_lost_a_code_works_without_a_script_and_has_nothing_that_axe_reports()
    {
        await camp.MakeRoomAsync();
        await camp.LogInAsync("Lost Code");
        foreach (var look in Looks)
        {
            var (scheme, width) = look.Data;
            foreach (var script in new[] { true, false })
            {
                await OrderForAsync("Lost Code", new() { ColorScheme = scheme, JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 900 } }, script ? $"{scheme}-{width}" : null);
            }
        }
    }

    [Fact]
    public async Task What_is_typed_and_chosen_stays_while_the_page_takes_over_news()
    {
        var page = await camp.NewBrowserAsync();
        await page.GotoAsync(camp.OrganizerUrl + "/login?returnUrl=/sessions");
        await page.FillAsync("input[name=secret]", RunningCamp.OrganizerToken);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, camp.OrganizerUrl + "/sessions");
        await page.FillAsync("#name", "typed");
        await page.FillAsync("#seats", "17");
        await page.SelectOptionAsync("#doors", "hand");
        await page.FocusAsync("#opens");
        using var added = await camp.Api.PostAsJsonAsync("/api/v1/sessions", new { name = "news", opens = "2099-03-04 09:00", closes = "12:30", timeZone = "UTC", seats = 1 });
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        try
        {
            await Assertions.Expect(page.Locator("#session-news")).ToBeVisibleAsync();
            Assert.Equal(("typed", "17", "hand"), (await page.InputValueAsync("#name"), await page.InputValueAsync("#seats"), await page.InputValueAsync("#doors")));
            Assert.Equal("opens", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        }
        finally
        {
            using var removed = await camp.Api.DeleteAsync("/api/v1/sessions/news");
        }
    }

    private async Task OrderForAsync(string name, BrowserNewContextOptions browser, string? look)
    {
        var page = await camp.NewBrowserAsync(browser);
        await page.GotoAsync(camp.OrganizerUrl + "/login");
        await page.FillAsync("input[name=secret]", RunningCamp.OrganizerToken);
        await page.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(page, camp.OrganizerUrl + "/");
        await page.GotoAsync(camp.OrganizerUrl + "/attendees?q=" + Uri.EscapeDataString(name));
        await page.Locator("details[id^=logout-] summary").ClickAsync();
        await page.Locator("details[id^=code-] summary").ClickAsync();
        if (look is not null)
        {
            await LookAsync(page, $"attendee-orders-{look}");
        }

        await page.ClickAsync($"text=Yes, a new code for {name}");
        await Assertions.Expect(page.Locator("#made .resume-code")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[a-z]{5}(-[a-z]{5}){3}$"));
        if (look is not null)
        {
            await LookAsync(page, $"attendee-code-{look}");
        }
    }

    // The picture is for people to look at; what the test holds is that axe finds nothing.
    internal static async Task LookAsync(IPage page, string name)
    {
        var folder = Path.Combine(Shell.Repository, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{page.Url}: " + string.Join("; ", found.Violations.Select(violation => $"{violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Select(node => node.Html))})")));
    }
}
