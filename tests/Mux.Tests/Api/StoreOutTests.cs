using System.Net;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Mux.Tests.Helping;
using Xunit;

namespace Mux.Tests.Api;

/// <summary>A database that takes nothing any more, as a full or broken disk leaves it, in the middle of a session.</summary>
public sealed class StoreOutTests
{
    [Fact]
    public async Task What_cannot_be_written_is_refused_for_a_while_and_notebooks_go_on()
    {
        await using var stage = await HelpStage.StartAsync();
        using var organizer = new TestBrowser(stage.Host.Settings.OrganizerUrl);
        await organizer.PostAsync("/login", "/login", ("secret", OrganizerHost.Token), ("returnUrl", "/"));
        await using var database = new SqliteConnection($"Data Source={Path.Combine(stage.Host.Settings.DataFolder, "mux.db")};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        var goal = stage.Host.Snapshot.Goal;

        await database.ExecuteAsync("ALTER TABLE audit RENAME TO audit_away; ALTER TABLE logins RENAME TO logins_away"); // everything that anybody does has its line in one of them
        AssertOut(await LogInAsync(stage, "Bob"));
        AssertOut(await OrderAsync(stage, goal + 1));
        AssertOut(await organizer.PostAsync("/", "/goal", ("ships", $"{goal + 1}")));
        AssertOut(await stage.Ada.PostAsync("/", "/logout"));
        Assert.Equal(HttpStatusCode.OK, (await stage.Ada.GetAsync("/camp/intro/lab")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stage.Ada.GetAsync("/berth")).StatusCode);
        Assert.Equal(goal, stage.Host.Snapshot.Goal);
        Assert.DoesNotContain(stage.Host.Snapshot.Attendees.Values, attendee => attendee.Name == "Bob");

        await database.ExecuteAsync("ALTER TABLE audit_away RENAME TO audit; ALTER TABLE logins_away RENAME TO logins");
        Assert.Equal(HttpStatusCode.SeeOther, (await LogInAsync(stage, "Bob")).StatusCode);
        Assert.True((await OrderAsync(stage, goal + 1)).IsSuccessStatusCode);
        Assert.Equal(goal + 1, stage.Host.Snapshot.Goal);
    }

    private static void AssertOut(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task<HttpResponseMessage> LogInAsync(HelpStage stage, string name)
    {
        using var browser = new TestBrowser(stage.Host.Settings.AttendeeUrl);
        return await browser.TryLogInAsync(name, stage.Host.Settings.AccessCode);
    }

    private static Task<HttpResponseMessage> OrderAsync(HelpStage stage, int ships) => stage.Host.Client.PutAsJsonAsync("/api/v1/fleet/goal", new { ships });
}
