using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd;

/// <summary>The whole way without a mouse: Tab, Enter, Space, and letters.</summary>
public sealed class KeyboardTests(RunningCamp camp)
{
    // Else the focus is on its way into the window at the moment of the look.
    private static readonly BrowserNewContextOptions Still = new() { ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task An_attendee_comes_from_the_login_to_the_notebook_and_to_the_own_work()
    {
        await camp.MakeRoomAsync(0);
        var page = await camp.NewBrowserAsync(Still);
        var keys = new Keyboard(page);
        await page.GotoAsync(camp.AttendeeUrl + "/login");
        await keys.ArriveAsync("**/login");
        await keys.FillAsync("#name", "Kay Bord");
        await keys.FillAsync("#code", RunningCamp.Code);
        await keys.SendAsync();
        await keys.ArriveAsync(camp.AttendeeUrl + "/");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("line", new() { IgnoreCase = true });
        await keys.SkipAsync();
        await keys.FollowAsync("form[action='/noted'] button[type=submit]");
        await Assertions.Expect(page.Locator("#resume")).ToHaveCountAsync(0);

        using var response = await camp.Api.PutAsync("/api/v1/fleet/goal", System.Net.Http.Json.JsonContent.Create(new { ships = (await camp.ShipsAsync()).Count(ship => (string?)ship!["state"] == "running") + 1 }));
        await Assertions.Expect(page.Locator("a[href='/camp/first-steps/']").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await keys.FollowAsync("a[href^='/my-work/first-steps']");
        await keys.ArriveAsync("**/my-work/first-steps");
        await keys.SkipAsync();
        await keys.GoToAsync("input[type=checkbox]");
        await keys.PressAsync("Space");
        Assert.True(await page.IsCheckedAsync("input[type=checkbox]"));
        await keys.FollowAsync(".shell-brand");
        await keys.ArriveAsync(camp.AttendeeUrl + "/");
        await keys.OpenAsync("a[href='/camp/first-steps/']");
        await page.WaitForURLAsync("**/camp/first-steps/lab**", new() { WaitUntil = WaitUntilState.Commit });
    }

    [Fact]
    public async Task An_organizer_opens_every_page_and_works_its_forms()
    {
        await camp.MakeRoomAsync();
        var (page, keys) = await LogInAsync();
        var goal = await page.InputValueAsync("#goal");
        await keys.FillAsync("#goal", goal);
        await keys.SendAsync();
        await keys.ArriveAsync(camp.OrganizerUrl + "/");
        Assert.Equal(goal, await page.InputValueAsync("#goal"));
        await keys.FollowAsync("#ships tbody th a");
        await keys.ArriveAsync("**/ships/s-*");
        await keys.OpenAsync("#end summary");
        await keys.GoToAsync("#end button[type=submit]"); // not pressed: the ship is needed

        await PlaceAsync(page, keys, "/sessions");
        await keys.FillAsync("#name", "keys");
        await keys.FillAsync("#opens", "2099-03-04 09:00");
        await keys.FillAsync("#closes", "12:30");
        await keys.FillAsync("#timeZone", "UTC");
        await keys.FillAsync("#seats", "2");
        await keys.SendAsync();
        await keys.FollowAsync("form[action='/sessions/keys/remove'] button");
        await Assertions.Expect(page.Locator("#session-keys")).ToHaveCountAsync(0);

        await PlaceAsync(page, keys, "/rollouts");
        await keys.FillAsync("#image", "no such image");
        await keys.FollowAsync("form[action='/rollouts'] button[type=submit]");
        await Assertions.Expect(page.Locator("#deploy-error")).ToBeVisibleAsync();

        await PlaceAsync(page, keys, "/attendees");
        await keys.FillAsync("#q", "nobody of this name");
        await keys.SendAsync();
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await PlaceAsync(page, keys, "/history");
        await PlaceAsync(page, keys, "/log");
        await PlaceAsync(page, keys, "/preflight");
        await keys.FollowAsync("form[action='/preflight'] button");
        await Assertions.Expect(page.Locator("#preflight tbody tr").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_roster_is_brought_in_and_a_token_is_made_and_taken_back()
    {
        var (page, keys) = await LogInAsync();
        var chooser = new TaskCompletionSource<IFileChooser>();
        page.FileChooser += (_, shown) => chooser.TrySetResult(shown); // long before the key: a chooser that nobody waits for closes itself
        await PlaceAsync(page, keys, "/roster");
        await keys.OpenAsync("#people-file");
        await (await chooser.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).SetFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("name,email\nKay Bord,kay@example.org\n") });
        await keys.FollowAsync("form[action='/roster/preview'] button");
        await keys.ArriveAsync("**/roster/preview");
        await keys.FollowAsync("form[action='/roster/import'] button");
        await keys.ArriveAsync(camp.OrganizerUrl + "/roster");
        await keys.FollowAsync("#people tbody th a");
        await keys.ArriveAsync("**/roster/p-*");
        await keys.FollowAsync("form[action$='/link'] button");
        await Assertions.Expect(page.Locator("#made output")).ToContainTextAsync(camp.AttendeeUrl + "/link/");
        await keys.OpenAsync("#remove summary");
        await keys.FollowAsync("#remove button[type=submit]");
        await keys.ArriveAsync(camp.OrganizerUrl + "/roster");

        await PlaceAsync(page, keys, "/tokens");
        await keys.FillAsync("#name", "Kay Bord");
        await keys.GoToAsync("#role");
        await keys.TypeAsync("helper");
        await keys.FillAsync("#days", "1");
        await keys.SendAsync();
        await Assertions.Expect(page.Locator("#made output")).ToContainTextAsync("mux_");
        await keys.FollowAsync("#tokens form[action$='/revoke'] button");
        await Assertions.Expect(page.Locator("#tokens .empty")).ToBeVisibleAsync();
        await keys.FollowAsync("form[action='/logout'] button");
        await keys.ArriveAsync("**/login");
    }

    private async Task<(IPage Page, Keyboard Keys)> LogInAsync()
    {
        var page = await camp.NewBrowserAsync(Still);
        var keys = new Keyboard(page);
        await page.GotoAsync(camp.OrganizerUrl + "/login");
        await keys.ArriveAsync("**/login");
        await keys.FillAsync("#secret", RunningCamp.OrganizerToken);
        await keys.SendAsync();
        await keys.ArriveAsync(camp.OrganizerUrl + "/");
        return (page, keys);
    }

    private async Task PlaceAsync(IPage page, Keyboard keys, string path)
    {
        await page.EvaluateAsync("() => document.activeElement?.blur()");
        await keys.FollowAsync($".shell-links a[href='{path}']");
        await keys.ArriveAsync(camp.OrganizerUrl + path);
        await keys.SkipAsync();
    }
}
