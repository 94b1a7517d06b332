using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd.Day;

/// <summary>A whole day in minutes, as organizer, helper, author and attendees live it.</summary>
public sealed class DayTests(DayCamp camp) : IClassFixture<DayCamp>
{
    private static readonly string[] People = ["Ada", "Grace", "Linus", "Barbara", "Edsger", "Katherine"];

    private readonly Dictionary<string, IPage> pages = [];

    private IPage Ada => pages["Ada"];

    [Fact]
    public async Task A_day_from_warm_up_to_an_empty_fleet()
    {
        await ExpectPeopleAsync();
        var opens = await camp.PlanAsync();
        await BeEarlyAsync(opens);
        await AllComeAsync();
        await WorkAsync();
        await BeHelpedAsync();
        await BreakACanaryAsync();
        await MendAtTheBreakAsync();
        await GoBackAsync();
        await CloseAsync();
        await ReadTheLogAsync();
    }

    private async Task ExpectPeopleAsync()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, ["name,email", .. People.Select(name => $"{name},{Address(name)}")]);
        Assert.Contains("6 added", await camp.OrderAsync("roster", "import", file), StringComparison.Ordinal);
        File.Delete(file);
    }

    // Before the doors open nobody is let in, however many ships are there.
    private async Task BeEarlyAsync(DateTimeOffset opens)
    {
        pages["Ada"] = await camp.EnterByLinkAsync(Address("Ada"));
        await Assertions.Expect(Ada.Locator("#waiting")).ToBeVisibleAsync();
        await RunningCamp.UntilAsync("eight warm ships", async () => await camp.CountAsync("available") + await camp.CountAsync("running") == 8);
        Assert.True(await camp.CountAsync("running") == 0 || DateTimeOffset.UtcNow >= opens, "somebody was let in before the opening");
        await Assertions.Expect(Ada.Locator($"a[href='/camp/{DayCamp.Tutorial}/']").First).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.True(DateTimeOffset.UtcNow >= opens, "the doors opened before their time");
    }

    private async Task AllComeAsync()
    {
        foreach (var name in People.Skip(1))
        {
            pages[name] = await camp.EnterByLinkAsync(Address(name));
        }

        pages["Walter"] = await camp.LogInAsync("Walter");
        foreach (var page in pages.Values)
        {
            await Assertions.Expect(page.Locator($"a[href='/camp/{DayCamp.Tutorial}/']").First).ToBeVisibleAsync();
        }

        Assert.Equal(7, await camp.CountAsync("running"));
    }

    private async Task WorkAsync()
    {
        var notebook = NotebookOf("Ada");
        await notebook.CreateAsync("mine.ipynb");
        await notebook.RunAsync("6*7");
        await Assertions.Expect(notebook.Outputs.First).ToHaveTextAsync("42", new() { Timeout = 60_000 });
        await notebook.SaveAsync("mine.ipynb");
        await Ada.GotoAsync(camp.AttendeeUrl + "/");
    }

    private async Task BeHelpedAsync()
    {
        await Ada.FillAsync("#hand-note", "what does 42 mean?");
        await Ada.ClickAsync("text=Raise hand");
        var ana = await camp.HelperAsync("Ana");
        await ana.GotoAsync(camp.OrganizerUrl + "/hands");
        await Assertions.Expect(ana.Locator("#hands")).ToContainTextAsync("what does 42 mean?");
        await ana.ClickAsync("text=I am coming");
        await ana.ClickAsync("text=Ask to see");
        await Ada.ClickAsync("text=Let them look");
        await ana.GetByRole(AriaRole.Link, new() { Name = "Look at the notebooks of Ada" }).ClickAsync();
        await ana.ClickAsync("nav[aria-label=Notebooks] >> text=mine.ipynb");
        await Assertions.Expect(ana.Locator(".notebook")).ToContainTextAsync("6*7");
        await Ada.ClickAsync("text=End it now");
        await Ada.ClickAsync("text=Lower hand");
    }

    private async Task BreakACanaryAsync()
    {
        var before = await camp.DigestsInUseAsync();
        var deploy = await camp.MuxAsync("deploy", DayCamp.Tutorial, await TutorialImage.WithFailingHookAsync("no licence server", 9));
        Assert.Equal(1, deploy.ExitCode);
        Assert.Contains("no licence server", deploy.Output, StringComparison.Ordinal);
        Assert.Equal("halted", (string?)(await camp.NewestRolloutAsync())["state"]);
        Assert.Equal(before, await camp.DigestsInUseAsync());
    }

    // Ada takes it now, all others at the break.
    private async Task MendAtTheBreakAsync()
    {
        var image = await TutorialImage.WithFileAsync("mended.md", "# Mended\n");
        var atBreak = DateTime.Now.AddMinutes(2).ToString("HH:mm", CultureInfo.InvariantCulture);
        await camp.OrderAsync("deploy", DayCamp.Tutorial, image, "--note", "Exercise 3 works now", "--break", atBreak, "--no-wait");
        await Assertions.Expect(Ada.Locator(".update-offer")).ToContainTextAsync("Exercise 3 works now", new() { Timeout = 60_000 });
        await Ada.ClickAsync("text=Update now");
        await RunningCamp.UntilAsync("the mended tutorial on all ships", async () => (string?)(await camp.NewestRolloutAsync())["state"] == "succeeded");
        Assert.Equal("# Mended\n", await NotebookOf("Ada").ReadFileAsync("mended.md"));
        Assert.Equal("# Mended\n", await NotebookOf("Walter").ReadFileAsync("mended.md"));
        Assert.Contains("42", await NotebookOf("Ada").ReadFileAsync("mine.ipynb"), StringComparison.Ordinal);
    }

    private async Task GoBackAsync()
    {
        var mended = Assert.Single(await camp.DigestsInUseAsync());
        await camp.OrderAsync("rollout", "rollback", DayCamp.Tutorial);
        Assert.NotEqual(mended, Assert.Single(await camp.DigestsInUseAsync()));
        Assert.Contains("42", await NotebookOf("Ada").ReadFileAsync("mine.ipynb"), StringComparison.Ordinal);
    }

    private async Task CloseAsync()
    {
        await camp.OrderAsync("session", "close", DayCamp.Session);
        await RunningCamp.UntilAsync("an empty fleet", async () => (await camp.ShipsAsync()).All(ship => (string?)ship!["state"] == "terminated"), TimeSpan.FromMinutes(6));
        await Assertions.Expect(pages["Walter"].Locator("body")).ToContainTextAsync("See you again", new() { Timeout = 60_000 });
    }

    private async Task ReadTheLogAsync()
    {
        var lines = (await camp.ReadAsync("events", "--limit", "500")).AsArray().Select(line => $"{line!["action"]} {line["subject"]}").ToArray();
        string[] wanted =
        [
            "roster.imported roster", $"session.add {DayCamp.Session}", "doors.open doors", $"deploy {DayCamp.Tutorial}", $"rollout halted {DayCamp.Tutorial}",
            $"rollout succeeded {DayCamp.Tutorial}", $"roll back {DayCamp.Tutorial}", $"session.close {DayCamp.Session}",
        ];
        Assert.Empty(wanted.Except(lines));
        Assert.Equal(7, lines.Count(line => line.StartsWith("attendee.entered ", StringComparison.Ordinal) || line.StartsWith("attendee.joined ", StringComparison.Ordinal)));
        Assert.All(["update now ", "help.asked ", "help.granted ", "help.opened ", "help.ended "], action => Assert.Contains(lines, line => line.StartsWith(action, StringComparison.Ordinal)));
    }

    private Notebook NotebookOf(string name) => new(pages[name], $"{camp.AttendeeUrl}/camp/{DayCamp.Tutorial}/");

    private static string Address(string name) => $"{name.ToLowerInvariant()}@example.org";
}
