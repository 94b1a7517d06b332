using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(EndToEnd.RunningCamp))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace EndToEnd;

/// <summary>A camp as <c>ops/up --ships 3 --detach</c> starts it, with a data folder, a name and ports of its own, and a browser beside it.</summary>
public class RunningCamp : IAsyncLifetime
{
    public const string Code = "walnut-harbor-42";
    private const string Token = "end-to-end-organizer-token-7f3a";
    private const int Step = 60_000; // milliseconds that a page may take over one step on a busy machine
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string data = Directory.CreateTempSubdirectory("camp-e2e-").FullName;
    private readonly Dictionary<string, string> environment;
    private readonly string camp;
    private readonly int ships;
    private IPlaywright? playwright;
    private string? browsersOf;

    // The sample camp, under a name and a subnet of its own, so that it disturbs no camp that runs on this machine.
    public RunningCamp()
        : this(File.ReadAllText(Path.Combine(Shell.Repository, "ops", "camp.sample.yaml")).Replace("name: demo", "name: e2e", StringComparison.Ordinal) + "\nlocal:\n  subnet: 10.79.0.0/16\n", 3)
    {
    }

    /// <param name="camp">Its <c>camp.yaml</c>; images at 127.0.0.1:5000 are taken from the registry of the tests.</param>
    /// <param name="ships">To start with.</param>
    private protected RunningCamp(string camp, int ships)
    {
        (this.camp, this.ships) = (camp, ships);
        var (attendee, organizer, control) = (FreePort.Take(), FreePort.Take(), FreePort.Take());
        AttendeeUrl = $"http://127.0.0.1:{attendee}";
        OrganizerUrl = $"http://127.0.0.1:{organizer}";
        environment = new Dictionary<string, string>
        {
            ["MUX_DATA"] = data,
            ["MUX_ATTENDEE_URL"] = AttendeeUrl,
            ["MUX_ORGANIZER_URL"] = OrganizerUrl,
            ["MUX_CONTROL_URL"] = $"https://127.0.0.1:{control}",
            ["MUX_ACCESS_CODE"] = Code,
            ["MUX_ORGANIZER_TOKEN"] = Token,
        };
        Api = new HttpClient { BaseAddress = new Uri(OrganizerUrl), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
    }

    internal string AttendeeUrl { get; }

    internal string OrganizerUrl { get; }

    internal static string OrganizerToken => Token;

    internal HttpClient Api { get; }

    internal IBrowser Browser { get; private set; } = null!;

    internal static string Registry => Environment.GetEnvironmentVariable("MUX_REGISTRY") is { Length: > 0 } registry ? registry : "127.0.0.1:5000";

    public async ValueTask InitializeAsync()
    {
        WriteCamp();
        await UpAsync("--ships", ships.ToString(CultureInfo.InvariantCulture));
        Assertions.SetDefaultExpectTimeout(Step);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
        Api.Dispose();
        await RunAsync("ops/down", "--purge");
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Starts the camp, or finds it running; either way it ends with the fleet available.</summary>
    internal async Task<string> UpAsync(params string[] arguments)
    {
        var up = await RunAsync("ops/up", [.. arguments, "--detach"]);
        Assert.True(up.ExitCode == 0, $"ops/up ended with {up.ExitCode}:\n{up.Output}");
        return up.Output;
    }

    internal Task<ShellResult> MuxAsync(params string[] arguments) => RunAsync("artifacts/bin/mux/mux", arguments);

    internal int MuxPid => int.Parse(File.ReadAllText(Path.Combine(data, "mux.pid")), CultureInfo.InvariantCulture);

    internal int AgentPid(string ship) => int.Parse(File.ReadAllText(Path.Combine(data, "ships", ship, "agent.pid")), CultureInfo.InvariantCulture);

    internal async Task<JsonArray> ShipsAsync()
    {
        var answer = await Api.GetFromJsonAsync<JsonNode>("/api/v1/ships");
        return answer as JsonArray ?? answer!["ships"]!.AsArray();
    }

    internal async Task<JsonNode> ShipOfAsync(string attendee) =>
        (await ShipsAsync()).Single(ship => (string?)ship!["attendeeName"] == attendee && (string?)ship["state"] == "running")!;

    /// <summary>Makes sure that somebody who logs in now gets a ship at once, or that none is free for them; whoever waits in line is let in before.</summary>
    internal async Task MakeRoomAsync(int free = 1)
    {
        var running = (await ShipsAsync()).Count(ship => (string?)ship!["state"] == "running");
        var waiting = (int)(await Api.GetFromJsonAsync<JsonNode>("/api/v1/fleet"))!["waiting"]!;
        using var response = await Api.PutAsJsonAsync("/api/v1/fleet/goal", new { ships = running + waiting + free });
        response.EnsureSuccessStatusCode();
        await UntilAsync("free ships", async () => (await ShipsAsync()).Count(ship => (string?)ship!["state"] == "available") == free);
    }

    /// <summary>Polls, since what is awaited happens in other processes.</summary>
    internal static async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null, TimeSpan? every = null)
    {
        using var timer = new PeriodicTimer(every ?? TimeSpan.FromMilliseconds(200));
        using var timeout = new CancellationTokenSource(limit ?? Patience);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"waited {limit ?? Patience} for {what}");
        }
    }

    /// <summary>A browser of one person: cookies of its own. Those of the test before are closed: open pages go on fetching.</summary>
    internal async Task<IPage> NewBrowserAsync(BrowserNewContextOptions? options = null)
    {
        var test = TestContext.Current.Test?.UniqueID;
        foreach (var context in browsersOf == test ? [] : Browser.Contexts.ToList())
        {
            await context.CloseAsync();
        }

        browsersOf = test;
        var fresh = await Browser.NewContextAsync(options);
        fresh.SetDefaultTimeout(Step);
        return await fresh.NewPageAsync();
    }

    internal async Task<IPage> LogInAsync(string name)
    {
        var page = await NewBrowserAsync();
        await page.GotoAsync(AttendeeUrl + "/login");
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=code]", Code);
        await page.ClickAsync("button[type=submit]");
        try
        {
            await ArriveAsync(page, AttendeeUrl + "/");
        }
        catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
        {
            throw new InvalidOperationException($"{name} is not logged in; {page.Url} says: {await page.Locator("body").InnerTextAsync(new() { Timeout = 5_000 })}", exception);
        }

        return page;
    }

    /// <summary>Logged in, and on a ship.</summary>
    internal async Task<IPage> BoardAsync(string name)
    {
        var page = await LogInAsync(name);
        await Assertions.Expect(page.Locator("a[href='/camp/first-steps/']").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        return page;
    }

    /// <summary>Until a page of the camp is there and its script has run; not until its load event: a page that reloads itself while it loads has had more than one, or none yet.</summary>
    internal static async Task ArriveAsync(IPage page, string url)
    {
        await page.WaitForURLAsync(url, new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    internal Task<ShellResult> RunAsync(string program, params string[] arguments) =>
        Shell.RunAsync(Path.IsPathRooted(program) ? program : Path.Combine(Shell.Repository, program), arguments, environment, TimeSpan.FromMinutes(10));

    private void WriteCamp()
    {
        CopyFolder(Path.Combine(Shell.Repository, "images", "datasets"), Path.Combine(data, "datasets"));
        File.WriteAllText(Path.Combine(data, "camp.yaml"), camp.Replace("127.0.0.1:5000", Registry, StringComparison.Ordinal));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
