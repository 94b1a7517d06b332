using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace EndToEnd;

public sealed class FaultTests(RunningCamp camp)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(15);

    private string FirstSteps => camp.AttendeeUrl + "/camp/first-steps/";

    [Fact]
    public async Task An_image_whose_init_hook_fails_changes_no_ship_and_the_deploy_says_why()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Frances");
        var notebook = new Notebook(page, FirstSteps);
        var before = await DigestsAsync();

        var deploy = await camp.MuxAsync("deploy", "first-steps", await TutorialImage.WithFailingHookAsync("the data server is not there", 3));

        Assert.NotEqual(0, deploy.ExitCode);
        Assert.Contains("the data server is not there", deploy.Output, StringComparison.Ordinal);
        Assert.Contains("20-broken", deploy.Output, StringComparison.Ordinal);
        Assert.Equal(before, await DigestsAsync());
        Assert.Equal(200, (await notebook.FetchAsync("GET", "api/status")).Status);
        await RunningCamp.UntilAsync("all ships at rest", async () => (await camp.ShipsAsync()).All(ship => (string?)ship!["state"] is "available" or "running" or "terminated"));
    }

    [Fact]
    public async Task A_killed_and_restarted_mux_leaves_every_attendee_ship_and_kernel_as_it_was()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Katherine");
        var notebook = new Notebook(page, FirstSteps);
        await notebook.CreateAsync("orbit.ipynb");
        await notebook.RunAsync("x = 20 + 1; x");
        await Microsoft.Playwright.Assertions.Expect(notebook.Outputs.First).ToHaveTextAsync("21");
        var ships = await IdsAsync();
        var kernels = await KernelsAsync(notebook);

        using (var mux = Process.GetProcessById(camp.MuxPid))
        {
            mux.Kill();
            await mux.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await camp.UpAsync();
        await RunningCamp.UntilAsync("the notebook to answer again", async () => (await notebook.FetchAsync("GET", "api/status")).Status == 200);
        Assert.Equal(ships, await IdsAsync());
        Assert.Equal(kernels, await KernelsAsync(notebook));
        await notebook.DismissAsync();
        await notebook.RunAsync("2 * x");
        await Microsoft.Playwright.Assertions.Expect(notebook.Outputs.Last).ToHaveTextAsync("42", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task A_killed_agent_is_noticed_and_repaired_and_its_container_is_not_touched()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Annie");
        var ship = (string)(await camp.ShipOfAsync("Annie"))["id"]!;
        var container = await ContainerAsync(ship);
        var pid = camp.AgentPid(ship);

        // Looked for from before on: it is back within a second or two.
        var noticed = RunningCamp.UntilAsync("the ship to be shown as not connected", async () => (string?)(await ShipAsync(ship))["link"] != "connected", Noticed, every: TimeSpan.FromMilliseconds(20));
        Process.GetProcessById(pid).Kill();
        await noticed;
        await RunningCamp.UntilAsync("the agent to be back", async () => (string?)(await ShipAsync(ship))["link"] == "connected" && camp.AgentPid(ship) != pid);
        Assert.Equal(container, await ContainerAsync(ship));
        Assert.Equal(200, (await new Notebook(page, FirstSteps).FetchAsync("GET", "api/status")).Status);
    }

    [Fact]
    public async Task A_killed_container_is_noticed_and_started_again_with_the_files_in_it()
    {
        await camp.MakeRoomAsync();
        var page = await camp.BoardAsync("Mary");
        var notebook = new Notebook(page, FirstSteps);
        await notebook.WriteFileAsync("notes.txt", "kept");
        var ship = (string)(await camp.ShipOfAsync("Mary"))["id"]!;

        await camp.RunAsync("/usr/bin/env", "docker", "kill", "--signal", "KILL", await ContainerAsync(ship));

        await RunningCamp.UntilAsync("the page to say one moment, or to be back", async () => (await notebook.FetchAsync("GET", "api/status")).Status != 200 || Restarts(await ShipAsync(ship)) > 0, Noticed);
        await RunningCamp.UntilAsync("the container to be back", async () => (await notebook.FetchAsync("GET", "api/status")).Status == 200 && Restarts(await ShipAsync(ship)) > 0);
        Assert.Equal("kept", await notebook.ReadFileAsync("notes.txt"));
    }

    [Fact]
    public async Task A_terminated_ship_is_replaced_and_its_attendee_gets_another_with_the_same_files()
    {
        await camp.MakeRoomAsync(2);
        var page = await camp.BoardAsync("Hedy");
        var notebook = new Notebook(page, FirstSteps);
        await notebook.WriteFileAsync("patent.txt", "frequency hopping");
        var ship = (string)(await camp.ShipOfAsync("Hedy"))["id"]!;
        var image = (await camp.RunAsync("/usr/bin/env", "docker", "inspect", "-f", "{{.Image}}", await ContainerAsync(ship))).Output.Trim();
        var delivery = await camp.RunAsync("/usr/bin/env", "docker", "create", "--label", $"risecamp.delivery={ship}", image); // as an agent that dies while it delivers content leaves one
        Assert.Equal(0, delivery.ExitCode);

        Assert.Equal(0, (await camp.MuxAsync("terminate", ship, "--yes")).ExitCode);

        await RunningCamp.UntilAsync("another ship with the old files", async () =>
            (string?)(await camp.ShipsAsync()).FirstOrDefault(other => (string?)other!["attendeeName"] == "Hedy" && (string?)other["state"] == "running")?["id"] is { } now && now != ship
            && (await notebook.FetchAsync("GET", "api/contents/patent.txt")).Status == 200);
        Assert.Equal("frequency hopping", await notebook.ReadFileAsync("patent.txt"));
        await RunningCamp.UntilAsync("nothing of the old ship to be left", async () =>
            (await camp.RunAsync("/usr/bin/env", "docker", "ps", "-aq", "--filter", $"label=risecamp.ship={ship}")).Output.Trim().Length == 0
            && (await camp.RunAsync("/usr/bin/env", "docker", "ps", "-aq", "--filter", $"label=risecamp.delivery={ship}")).Output.Trim().Length == 0);
    }

    private static int Restarts(JsonNode ship) => ship["tutorials"]!.AsArray().Where(tutorial => (string?)tutorial!["name"] == "first-steps").Sum(tutorial => (int?)tutorial!["restarts"] ?? 0);

    private async Task<JsonNode> ShipAsync(string id) => (await camp.ShipsAsync()).Single(ship => (string?)ship!["id"] == id)!;

    private async Task<string> IdsAsync() => string.Join(' ', (await camp.ShipsAsync()).Where(ship => (string?)ship!["state"] != "terminated").Select(ship => (string)ship!["id"]!).Order());

    private async Task<string> DigestsAsync() => string.Join(' ', (await camp.ShipsAsync()).Where(ship => (string?)ship!["state"] != "terminated")
        .SelectMany(ship => ship!["tutorials"]!.AsArray().Select(tutorial => $"{ship["id"]}/{tutorial!["name"]}={tutorial["runningDigest"]}")).Order());

    private static async Task<string> KernelsAsync(Notebook notebook) =>
        string.Join(' ', JsonNode.Parse((await notebook.FetchAsync("GET", "api/kernels")).Body)!.AsArray().Select(kernel => (string)kernel!["id"]!).Order());

    private async Task<string> ContainerAsync(string ship)
    {
        var list = await camp.RunAsync("/usr/bin/env", "docker", "ps", "-q", "--no-trunc", "--filter", $"label=risecamp.ship={ship}", "--filter", "label=risecamp.tutorial=first-steps");
        return list.Output.Trim();
    }
}
