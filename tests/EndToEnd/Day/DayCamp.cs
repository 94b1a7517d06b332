using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace EndToEnd.Day;

/// <summary>A camp whose day is minutes long: six seats, two spare ships, one walk-in, and ships that go a minute after the closing.</summary>
public sealed class DayCamp() : RunningCamp(Yaml, 1)
{
    public const string Tutorial = "first-steps";
    public const string Session = "morning";

    private const string Yaml = """
        name: e2e-day
        title: A day of minutes
        tutorials:
          - {name: first-steps, title: First steps, image: "127.0.0.1:5000/risecamp/first-steps:latest", memory: 512MiB, cpus: 1, pids: 256, datasets: [penguins]}
        datasets: [{name: penguins, path: ./datasets/penguins}]
        fleet: {provider: local, ships: 1, open_at: 1, max_ships: 9, floor: 0, idle_after: 60s, linger: 60s}
        rollout: {canary: 1, parallel: 3, max_failures: 1}
        login: {walk_ins: 1}
        local: {subnet: 10.81.0.0/16}
        """;

    /// <summary>Runs the command and wants its exit code to be 0.</summary>
    internal async Task<string> OrderAsync(params string[] arguments)
    {
        var done = await MuxAsync(arguments);
        Assert.True(done.ExitCode == 0, $"mux {string.Join(' ', arguments)} ended with {done.ExitCode}:\n{done.Output}");
        return done.Output;
    }

    internal async Task<JsonNode> ReadAsync(params string[] arguments) => JsonNode.Parse(await OrderAsync([.. arguments, "--json"]))!;

    /// <summary>A session that opens at the next whole minute but one.</summary>
    internal async Task<DateTimeOffset> PlanAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var opens = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(2);
        await OrderAsync("session", "add", Session, "--time-zone", "UTC", "--opens", Written(opens), "--closes", Written(opens.AddHours(2)), "--seats", "6", "--spare", "2", "--doors", "time", "--reserved", "6");
        await OrderAsync("scale", "auto");
        return opens;
    }

    /// <summary>Opens the personal link that the mux made for somebody of the roster.</summary>
    internal async Task<IPage> EnterByLinkAsync(string address)
    {
        var link = (await OrderAsync("roster", "link", address)).Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith("http", StringComparison.Ordinal));
        var page = await NewBrowserAsync();
        await page.GotoAsync(link);
        await page.ClickAsync("button[type=submit]");
        await ArriveAsync(page, AttendeeUrl + "/");
        return page;
    }

    /// <summary>A helper's browser, logged in with a token made for that name.</summary>
    internal async Task<IPage> HelperAsync(string name)
    {
        var made = await ReadAsync("token", "create", "--helper", name);
        var page = await NewBrowserAsync();
        await page.GotoAsync(OrganizerUrl + "/login");
        await page.FillAsync("input[name=secret]", (string)made["token"]!);
        await page.ClickAsync("button[type=submit]");
        await ArriveAsync(page, OrganizerUrl + "/");
        return page;
    }

    internal async Task<int> CountAsync(string state) => (await ShipsAsync()).Count(ship => (string?)ship!["state"] == state);

    /// <summary>What runs on the ships of attendees: one digest when all have the same.</summary>
    internal async Task<string[]> DigestsInUseAsync() =>
        [.. (await ShipsAsync()).Where(ship => (string?)ship!["state"] == "running").Select(ship => (string)ship!["tutorials"]![0]!["runningDigest"]!).Distinct()];

    internal async Task<JsonNode> NewestRolloutAsync() => (await ReadAsync("rollout", "list")).AsArray()[0]!;

    internal static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
