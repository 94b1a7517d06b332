using System.Net;
using System.Web;
using Mux.Auth.Oidc;
using Xunit;

namespace Mux.Tests.Auth.Oidc;

/// <summary>A session lasts as long as the provider's word, and no longer.</summary>
public sealed class SessionsByProvider
{
    [Fact]
    public async Task The_provider_is_asked_again_before_its_word_ends()
    {
        await using var host = await OidcHost.StartAsync(idTokenSeconds: 600);
        using var browser = host.Mux.Browser();
        await browser.LogInAsync("uni", "ada");
        var before = host.Mux.Store.Snapshot.Logins.Values.Single();
        ToAsking(host);
        await host.Mux.Get<WordKeeper>().PassAsync(TestContext.Current.CancellationToken);
        var after = host.Mux.Store.Snapshot.Logins.Values.Single();
        Assert.NotEqual(before.Word!.Sealed, after.Word!.Sealed);
        Assert.True(after.Word.AskAt > before.Word.AskAt);
        Assert.True(await host.Provider.CallsAsync("POST /token") >= 2);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/berth")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_the_provider_takes_its_word_back()
    {
        await using var host = await OidcHost.StartAsync(idTokenSeconds: 600);
        using var browser = host.Mux.Browser();
        using var organizer = host.Mux.Browser(organizer: true);
        await browser.LogInAsync("uni", "ada");
        await organizer.LogInAsync("uni", "grace", "/page");
        await host.Provider.BlockAsync("ada");
        await host.Provider.BlockAsync("grace");
        ToAsking(host);
        await host.Mux.Get<WordKeeper>().PassAsync(TestContext.Current.CancellationToken);
        Assert.Empty(host.Mux.Store.Snapshot.Logins);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await organizer.GetAsync("/page")).StatusCode);
    }

    [Fact]
    public async Task With_the_provider_away_a_session_ends_at_the_end_of_its_word()
    {
        var host = await OidcHost.StartAsync(idTokenSeconds: 600);
        await using var mux = host.Mux;
        using var browser = mux.Browser();
        await browser.LogInAsync("uni", "ada");
        await host.Provider.DisposeAsync();
        ToAsking(host);
        await mux.Get<WordKeeper>().PassAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/berth")).StatusCode);
        host.Time.Advance(mux.Store.Snapshot.Logins.Values.Single().ExpiresAt - host.Time.GetUtcNow());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
        host.Logs.Dispose();
    }

    [Fact]
    public async Task Logging_out_here_logs_out_at_the_provider_and_everywhere_else()
    {
        await using var host = await OidcHost.StartAsync();
        using var browser = host.Mux.Browser();
        await browser.LogInAsync("uni", "grace");
        await browser.WalkAsync("/login/with/uni?returnUrl=/camp/plots/", "grace"); // the same browser once more: the provider knows it
        Assert.Single(host.Mux.Store.Snapshot.Logins);

        var left = await browser.PostAsync("/", "/logout");
        Assert.Empty(host.Mux.Store.Snapshot.Logins);
        var refresh = left.Headers.GetValues("Refresh").Single();
        Assert.StartsWith($"0;url={host.Provider.Issuer}session/end?", refresh, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(new Uri(refresh[6..]).Query);
        Assert.Equal("mux", query["client_id"]);
        Assert.Equal(3, query["id_token_hint"]!.Split('.').Length);

        var back = await browser.WalkAsync(refresh[6..]);
        Assert.Equal(new Uri(host.Mux.AttendeeUrl, "/login"), back.RequestMessage!.RequestUri);
        Assert.Contains("Sign-in", await (await browser.Client.GetAsync(await StartedAsync(browser))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_at_the_provider_ends_the_sessions_here_at_once()
    {
        await using var host = await OidcHost.StartAsync();
        using var browser = host.Mux.Browser();
        using var bystander = host.Mux.Browser();
        await browser.LogInAsync("uni", "grace");
        await bystander.LogInAsync("uni", "ada");
        await browser.WalkAsync($"{host.Mux.OrganizerUrl}login/with/uni?returnUrl=/page", "grace", host.Mux.OrganizerUrl);
        Assert.Contains("Grace", await browser.ReadAsync($"{host.Mux.OrganizerUrl}page"), StringComparison.Ordinal);

        await browser.WalkAsync(new Uri(host.Provider.Issuer, "/session/end?client_id=mux").AbsoluteUri);
        var left = Assert.Single(host.Mux.Store.Snapshot.Logins.Values);
        Assert.Equal("ada", left.Word!.Identity.Subject);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/berth")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync($"{host.Mux.OrganizerUrl}page")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bystander.GetAsync("/berth")).StatusCode);
    }

    // The provider's words bear the time of its own clock, which goes on: to where the last of them is asked for again.
    private static void ToAsking(OidcHost host)
    {
        var snapshot = host.Mux.Store.Snapshot;
        var asked = snapshot.Logins.Values.Select(login => login.Word).Concat(snapshot.StaffSessions.Values.Select(session => session.Word)).Max(word => word!.AskAt!.Value);
        Assert.InRange(asked - host.Time.GetUtcNow(), TimeSpan.FromSeconds(290), TimeSpan.FromSeconds(400)); // half of the ten minutes
        host.Time.Advance(asked - host.Time.GetUtcNow());
    }

    // Where the provider asks for a login, after its redirects.
    private static async Task<Uri> StartedAsync(TestBrowser browser)
    {
        var started = await browser.GetAsync("/login/with/uni");
        var asked = await browser.Client.GetAsync(started.Headers.Location);
        return new Uri(asked.RequestMessage!.RequestUri!, asked.Headers.Location!);
    }
}
