using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mux.Alerts;
using Mux.Cli;
using Mux.Fleet;
using Mux.Store;
using Mux.Tests.Api;
using Mux.Tests.Cli;
using Mux.Tests.Dashboard;
using Xunit;

namespace Mux.Tests.Alerts;

public sealed class AlertKeeperTests
{
    private const string Evil = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'";

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task An_alert_stands_on_every_page_in_the_api_on_the_command_line_and_in_the_metrics_until_it_clears()
    {
        await using var host = await StartAsync();
        var keeper = host.Services.GetRequiredService<AlertKeeper>();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        await LoseShipsAsync(host);
        await keeper.PassAsync(CancellationToken.None);
        await keeper.PassAsync(CancellationToken.None);

        var ship = keeper.Board.Active.Single().Ship!.Value;
        foreach (var path in new[] { "/", "/sessions", "/rollouts", "/attendees", "/history", "/log", "/preflight", "/alerts", $"/ships/{ship}", "/ships/s-2222222222" })
        {
            var html = await (await browser.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.Contains("id=\"notices\"", html, StringComparison.Ordinal);
            Assert.Contains("2 ships were lost", html, StringComparison.Ordinal);
            Assert.Contains("<strong>Serious</strong>", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"/ships/{ship}\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        }

        var listed = Assert.Single((await host.Client.GetFromJsonAsync<JsonElement[]>("/api/v1/alerts"))!);
        Assert.Equal(("shipsLost", "bad", ship.Value, JsonValueKind.Null), (listed.GetProperty("kind").GetString(), listed.GetProperty("severity").GetString(), listed.GetProperty("ship").GetString(), listed.GetProperty("clearedAt").ValueKind));
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("alerts", "list"));
        Assert.Contains("SERIOUS", cli.Output, StringComparison.Ordinal);
        Assert.Contains("mux_alerts{kind=\"shipsLost\"} 1\n", await host.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(11));
        await keeper.PassAsync(CancellationToken.None);
        Assert.Single(keeper.Board.Active);
        clock.Advance(TimeSpan.FromMinutes(1));
        await keeper.PassAsync(CancellationToken.None);
        Assert.Empty(keeper.Board.Active);
        Assert.DoesNotContain("id=\"notices\"", await browser.ReadAsync("/sessions"), StringComparison.Ordinal);
        Assert.Contains("2 ships were lost", await browser.ReadAsync("/alerts"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("alerts", "list"));
        Assert.Contains("no alerts.", cli.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("alerts", "list", "--all", "--json"));
        Assert.NotEqual(JsonValueKind.Null, Assert.Single(cli.Json.EnumerateArray()).GetProperty("clearedAt").ValueKind);
        var log = await browser.ReadAsync("/log");
        Assert.Contains(">alert<", log, StringComparison.Ordinal);
        Assert.Contains(">alert cleared<", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_raises_nothing_again_and_keeps_the_history()
    {
        await using var host = await StartAsync();
        var before = host.Services.GetRequiredService<AlertKeeper>();
        await LoseShipsAsync(host);
        await before.PassAsync(CancellationToken.None);
        var after = ActivatorUtilities.CreateInstance<AlertKeeper>(host.Services);
        await after.PassAsync(CancellationToken.None);
        Assert.Equal(before.Board.Active.Single(), after.Board.Active.Single());
        clock.Advance(TimeSpan.FromMinutes(11));
        await after.PassAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(1));
        await after.PassAsync(CancellationToken.None);
        var third = ActivatorUtilities.CreateInstance<AlertKeeper>(host.Services);
        await third.PassAsync(CancellationToken.None);
        Assert.Equal((0, 1), (third.Board.Active.Length, third.Board.Past.Length));
    }

    [Fact]
    public async Task While_the_store_cannot_write_an_alert_holds_and_is_written_down_afterwards()
    {
        await using var host = await StartAsync();
        var keeper = host.Services.GetRequiredService<AlertKeeper>();
        await keeper.PassAsync(CancellationToken.None);
        await LoseShipsAsync(host);
        await using var other = new SqliteConnection($"Data Source={Path.Combine(host.Settings.DataFolder, "mux.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await other.ExecuteAsync("ALTER TABLE alerts RENAME TO away");
        await keeper.PassAsync(CancellationToken.None);
        Assert.Single(keeper.Board.Active);
        await other.ExecuteAsync("ALTER TABLE away RENAME TO alerts");
        Assert.Empty(await host.Services.GetRequiredService<AlertLog>().ReadAsync(CancellationToken.None));
        await keeper.PassAsync(CancellationToken.None);
        Assert.Equal(keeper.Board.Active.Single(), Assert.Single(await host.Services.GetRequiredService<AlertLog>().ReadAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task The_mux_looks_at_its_own_disk_and_certificates()
    {
        await using var host = await StartAsync();
        var facts = host.Services.GetRequiredService<AlertFactFinder>().Look(host.Snapshot);
        Assert.True(facts.MuxDisk is { Total: > 0, Free: > 0 });
        Assert.Equal(2, facts.Keys.Length);
        Assert.All(facts.Keys, key => Assert.True(key.NotAfter > clock.GetUtcNow().AddDays(60)));
        clock.Advance(TimeSpan.FromDays(396));
        Assert.Contains(AlertRules.Find(host.Snapshot, facts with { MuxDisk = null }, AlertLimits.Of(host.Camp), clock.GetUtcNow()), finding => finding is { Kind: AlertKind.Certificate, Severity: Severity.Bad });
    }

    private async Task LoseShipsAsync(OrganizerHost host)
    {
        for (var i = 0; i < 2; i++)
        {
            await host.PutShipAsync(ShipState.Terminated, ship => ship with { Cause = TerminationCause.Lost, Reason = Evil, StateSince = clock.GetUtcNow() });
        }
    }

    private Task<OrganizerHost> StartAsync() => OrganizerHost.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
}
