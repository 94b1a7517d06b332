using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Cli;
using Mux.Tests.Dashboard;

namespace Mux.Tests.Api;

public sealed class SessionBreakEndpointsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(9), TimeSpan.Zero));

    [Xunit.Fact]
    public async Task A_rollout_that_asks_takes_the_sessions_next_break_and_follows_it_when_it_moves()
    {
        await using var host = await StartAsync();
        var cli = new CommandLine(host);
        var day = clock.GetUtcNow();
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--break", "next", "--no-wait"));
        Xunit.Assert.Contains("No session names a break", cli.Error, StringComparison.Ordinal);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "add", "morning", "--title", "The morning", "--time-zone", "Etc/UTC", "--opens", $"{day:yyyy-MM-dd} 08:00", "--closes", "12:30", "--seats", "5", "--break", "10:30-10:45", "--break", "11:30-11:40", "--json"));
        Xunit.Assert.Equal(2, cli.Json.GetProperty("breaks").GetArrayLength());
        Xunit.Assert.Equal(ExitCode.Refused, await cli.RunAsync("session", "change", "morning", "--break", "12:15-12:45"));
        Xunit.Assert.Contains("not inside", cli.Error, StringComparison.Ordinal);

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("deploy", "intro", "127.0.0.1:5000/intro:v2", "--deadline", "15m", "--no-wait"));
        Xunit.Assert.Contains("the next break of session morning", cli.Output, StringComparison.Ordinal);
        var rollout = host.Snapshot.Rollouts.Values.Single();
        Xunit.Assert.Equal(new ConsentTerms(day.Date.AddHours(10.5).ToUtc(), day.AddMinutes(15)) { BreakOf = "morning" }, rollout.Terms);

        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "change", "morning", "--break", "10:50-11:00"));
        Xunit.Assert.Equal(day.Date.AddHours(10).AddMinutes(50).ToUtc(), host.Snapshot.Rollouts[rollout.Id].Terms!.BreakAt);
        Xunit.Assert.Equal(ExitCode.Done, await cli.RunAsync("session", "change", "morning", "--break", "none"));
        Xunit.Assert.Empty(host.Snapshot.Sessions.Find("morning")!.Breaks.Items);
        Xunit.Assert.NotNull(host.Snapshot.Rollouts[rollout.Id].Terms!.BreakAt);
    }

    [Xunit.Fact]
    public async Task The_pages_name_the_breaks_and_take_next_for_a_deploy()
    {
        await using var host = await StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        var day = clock.GetUtcNow();
        await host.ChangeAsync(draft => draft.PutTarget(new TutorialTarget("intro", SampleFleet.Image("intro", 1), null)));
        (string, string)[] fields = [("name", "morning"), ("opens", $"{day:yyyy-MM-dd} 08:00"), ("closes", "12:30"), ("timeZone", "Etc/UTC"), ("seats", "5"), ("breaks", "10:30-10:45")];
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/sessions", "/sessions", fields)).StatusCode);
        Xunit.Assert.Contains("breaks 10:30-10:45", await browser.ReadAsync("/sessions"), StringComparison.Ordinal);
        Xunit.Assert.Contains("value=\"10:30-10:45\"", await browser.ReadAsync("/sessions?change=morning"), StringComparison.Ordinal);
        Xunit.Assert.Contains("The next break of morning is at 10:30 (Etc/UTC), in 1 h 30", await browser.ReadAsync("/rollouts"), StringComparison.Ordinal);
        await browser.PostAsync("/rollouts", "/rollouts", ("tutorial", "intro"), ("image", "127.0.0.1:5000/intro:v2"), ("break", "next"));
        var rollout = Xunit.Assert.Single(host.Snapshot.Rollouts.Values);
        Xunit.Assert.Equal("morning", rollout.Terms!.BreakOf);
        Xunit.Assert.Contains("break of morning in 1 h 30", await browser.ReadAsync($"/rollouts/{rollout.Id}"), StringComparison.Ordinal);
        Xunit.Assert.Equal("morning", (await host.Client.GetFromJsonAsync<JsonElement>($"/api/v1/rollouts/{rollout.Id}")).GetProperty("breakOf").GetString());
        await browser.PostAsync("/sessions", "/sessions", ("changes", "morning"), ("seats", "6"));
        Xunit.Assert.Single(host.Snapshot.Sessions.Find("morning")!.Breaks.Items);
        await browser.PostAsync("/sessions", "/sessions", ("changes", "morning"), ("breaks", ""));
        Xunit.Assert.Empty(host.Snapshot.Sessions.Find("morning")!.Breaks.Items);
    }

    private Task<OrganizerHost> StartAsync() => OrganizerHost.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
}

internal static class Days
{
    public static DateTimeOffset ToUtc(this DateTime time) => new(time, TimeSpan.Zero);
}
