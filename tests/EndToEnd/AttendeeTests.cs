using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd;

public sealed class AttendeeTests(RunningCamp camp)
{
    private string FirstSteps => camp.AttendeeUrl + "/camp/first-steps/";

    [Fact]
    public async Task An_attendee_runs_cells_keeps_files_over_a_hot_deploy_and_is_told_of_it()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Ada");
        var notebook = new Notebook(page, FirstSteps);
        await notebook.CreateAsync("mine.ipynb");
        await notebook.RunAsync("1+1");
        await Assertions.Expect(notebook.Outputs.First).ToHaveTextAsync("2");
        await notebook.RunAsync("import matplotlib.pyplot as plt\n_ = plt.plot([1, 3, 2])");
        await Assertions.Expect(notebook.Outputs.Locator("img")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await notebook.SaveAsync("mine.ipynb");
        await notebook.WriteFileAsync("kept.txt", "written before the deploy");

        var image = await TutorialImage.WithFileAsync("new-in-this-version.md", "# The fixed part\n");
        var told = page.WaitForSelectorAsync("mux-banner", new() { State = WaitForSelectorState.Attached, Timeout = 600_000 }); // ships take turns, and hers may be the last
        var deploy = await camp.MuxAsync("deploy", "first-steps", image);
        Assert.True(deploy.ExitCode == 0, deploy.Output);
        await told;

        await notebook.OpenAsync("mine.ipynb");
        Assert.Equal("# The fixed part\n", await notebook.ReadFileAsync("new-in-this-version.md"));
        Assert.Equal("written before the deploy", await notebook.ReadFileAsync("kept.txt"));
        Assert.Contains("image/png", await notebook.ReadFileAsync("mine.ipynb"), StringComparison.Ordinal);
        await notebook.RunAsync("6*7");
        await Assertions.Expect(notebook.Outputs.Last).ToHaveTextAsync("42", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task The_work_can_be_taken_home_and_the_tutorial_started_afresh()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Emmy");
        var notebook = new Notebook(page, FirstSteps);
        await notebook.WriteFileAsync("01-first-steps.ipynb", "spoilt");
        await page.GotoAsync(camp.AttendeeUrl + "/my-work/first-steps");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("text=Download my work"));
        using (var zip = System.IO.Compression.ZipFile.OpenRead(await download.PathAsync()))
        {
            Assert.Contains(zip.Entries, entry => entry.FullName == "01-first-steps.ipynb" && entry.Length == "spoilt".Length);
        }

        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("text=Start afresh");
        await page.WaitForURLAsync(FirstSteps + "lab/**", new() { WaitUntil = WaitUntilState.Commit });
        Assert.Contains("nbformat", await notebook.ReadFileAsync("01-first-steps.ipynb"), StringComparison.Ordinal);
        Assert.Contains("before-", (await notebook.FetchAsync("GET", "api/contents/?content=1")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_attendees_have_ships_of_their_own_and_never_see_each_others_files()
    {
        await camp.MakeRoomAsync(2);
        var (grace, linus) = (await camp.BoardAsync("Grace"), await camp.BoardAsync("Linus"));
        var (hers, his) = (new Notebook(grace, FirstSteps), new Notebook(linus, FirstSteps));
        await hers.WriteFileAsync("secret.txt", "of Grace");

        Assert.Equal(404, await his.StatusOfAsync("secret.txt"));
        Assert.Equal(200, await hers.StatusOfAsync("secret.txt"));
        Assert.NotEqual((string?)(await camp.ShipOfAsync("Grace"))["id"], (string?)(await camp.ShipOfAsync("Linus"))["id"]);
    }

    [Fact]
    public async Task The_same_name_from_another_browser_needs_the_resume_code()
    {
        await camp.MakeRoomAsync();
        await camp.LogInAsync("Edsger");

        var other = await camp.NewBrowserAsync();
        await other.GotoAsync(camp.AttendeeUrl + "/login");
        await other.FillAsync("input[name=name]", "Edsger");
        await other.FillAsync("input[name=code]", RunningCamp.Code);
        await other.ClickAsync("button[type=submit]");

        await Assertions.Expect(other.Locator("input[name=resume]")).ToBeVisibleAsync();
        var berth = await other.APIRequest.GetAsync(camp.AttendeeUrl + "/berth");
        Assert.Equal(401, berth.Status);
    }

    [Fact]
    public async Task Whoever_finds_no_free_ship_waits_in_line_and_is_let_in_without_doing_anything()
    {
        await camp.MakeRoomAsync(0);
        var page = await camp.LogInAsync("Barbara");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("1");
        var waiting = JsonNode.Parse(await (await page.APIRequest.GetAsync(camp.AttendeeUrl + "/berth")).TextAsync())!;
        Assert.Equal(("waiting", 1), ((string?)waiting["state"], (int?)waiting["position"]));

        using var response = await camp.Api.PutAsync("/api/v1/fleet/goal", System.Net.Http.Json.JsonContent.Create(new { ships = (await camp.ShipsAsync()).Count(ship => (string?)ship!["state"] == "running") + 1 }));
        await Assertions.Expect(page.Locator("a[href='/camp/first-steps/']").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
    }
}
