using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd;

public sealed class HelpTests(RunningCamp camp)
{
    private string helperToken = "";

    private string FirstSteps => camp.AttendeeUrl + "/camp/first-steps/";

    [Fact]
    public async Task A_helper_sees_and_then_types_in_a_notebook_as_long_as_its_attendee_lets_them()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Radia");
        var hers = new Notebook(page, FirstSteps);
        await hers.CreateAsync("stuck.ipynb");
        await hers.RunAsync("6*7 # where is it?");
        await Assertions.Expect(hers.Outputs.First).ToHaveTextAsync("42", new() { Timeout = 60_000 });
        await hers.SaveAsync("stuck.ipynb");
        await page.GotoAsync(camp.AttendeeUrl + "/");
        await page.FillAsync("#hand-note", "what does it mean?");
        await page.ClickAsync("text=Raise hand");
        await Assertions.Expect(page.Locator("#hand-head")).ToContainTextAsync("you are next");

        var helper = await HelperAsync();
        await Assertions.Expect(helper.Locator("#hands")).ToContainTextAsync("what does it mean?");
        await helper.ClickAsync("text=I am coming");
        await Assertions.Expect(page.Locator("#hand-head")).ToHaveTextAsync("Ana is coming");
        await helper.ClickAsync("text=Ask to see");
        await PageTests.LookAsync(page, "hand-asked");
        await page.ClickAsync("text=Let them look");

        await helper.GetByRole(AriaRole.Link, new() { Name = "Look at the notebooks of Radia" }).ClickAsync();
        await helper.ClickAsync("nav[aria-label=Notebooks] >> text=stuck.ipynb");
        await Assertions.Expect(helper.Locator(".notebook")).ToContainTextAsync("6*7 # where is it?");
        await Assertions.Expect(helper.Locator(".nb-output").First).ToHaveTextAsync("42");
        await PageTests.LookAsync(helper, "helper-looks");
        await Assertions.Expect(page.Locator("#hand-open")).ToContainTextAsync("is looking");
        await PageTests.LookAsync(page, "hand-open");

        await helper.GotoAsync(camp.OrganizerUrl + "/hands");
        await helper.ClickAsync("text=Ask to type");
        await page.ClickAsync("text=Let them type");
        await helper.GetByRole(AriaRole.Button, new() { Name = "Type in the notebooks of Radia" }).ClickAsync();
        await PageTests.LookAsync(helper, "helper-enters");
        var abroad = await helper.Context.RunAndWaitForPageAsync(() => helper.ClickAsync("text=Open it"));
        var visiting = new Notebook(abroad, FirstSteps);
        await visiting.OpenAsync("stuck.ipynb");
        await visiting.RunAsync("print('it means ' + 'everything')");
        await Assertions.Expect(visiting.Outputs.Last).ToContainTextAsync("it means everything", new() { Timeout = 60_000 });

        await page.ClickAsync("text=End it now");
        await RunningCamp.UntilAsync("the end of the visit", async () => await visiting.TryFetchAsync("api/status") == 401);
        await Assertions.Expect(page.Locator("#hand-open")).ToHaveCountAsync(0);
        await page.ClickAsync("text=Lower hand");
        Assert.Equal(0, (await camp.MuxAsync("token", "revoke", helperToken)).ExitCode);
        var log = await camp.MuxAsync("events", "--json");
        Assert.All(["help.asked", "help.granted", "help.opened", "help.ended"], step => Assert.Contains(step, log.Output, StringComparison.Ordinal));
    }

    private async Task<IPage> HelperAsync()
    {
        using var made = await camp.Api.PostAsJsonAsync("/api/v1/tokens", new { name = "Ana", role = "helper" });
        var answer = (await made.Content.ReadFromJsonAsync<JsonNode>())!;
        var token = (string)answer["token"]!;
        helperToken = (string)answer["info"]!["id"]!;
        var helper = await camp.NewBrowserAsync();
        await helper.GotoAsync(camp.OrganizerUrl + "/login");
        await helper.FillAsync("input[name=secret]", token);
        await helper.ClickAsync("button[type=submit]");
        await RunningCamp.ArriveAsync(helper, camp.OrganizerUrl + "/");
        await helper.GotoAsync(camp.OrganizerUrl + "/hands");
        await PageTests.LookAsync(helper, "hands");
        return helper;
    }
}
