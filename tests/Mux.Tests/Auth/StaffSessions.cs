using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Mux.Auth;
using Mux.Auth.Oidc;
using Mux.Fleet;
using Mux.Listeners;
using Mux.Tests.Auth.Oidc;
using Xunit;

namespace Mux.Tests.Auth;

/// <summary>The mux may be killed at any time: organizers hardly notice, and whoever is out stays out.</summary>
public sealed class StaffSessions : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SocketsHttpHandler jar = new() { AllowAutoRedirect = false, UseProxy = false };

    [Fact]
    public async Task A_restart_logs_no_organizer_out_and_a_logout_lasts_over_it()
    {
        string kept;
        await using (var before = await StartAsync())
        {
            var browser = new TestBrowser(before.OrganizerUrl, jar);
            var entered = await browser.PostAsync("/login", "/login", ("secret", TestHostOptions.OrganizerToken));
            kept = entered.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("mux-organizer=", StringComparison.Ordinal)).Split(';')[0]["mux-organizer=".Length..];
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/page")).StatusCode);
        }

        var database = await File.ReadAllBytesAsync(folder.At("mux.db"), TestContext.Current.CancellationToken);
        Assert.Equal(-1, database.AsSpan().IndexOf(Encoding.UTF8.GetBytes(kept)));
        Assert.Equal(-1, database.AsSpan().IndexOf(Encoding.UTF8.GetBytes(TestHostOptions.OrganizerToken)));
        await using (var after = await StartAsync())
        {
            var browser = new TestBrowser(after.OrganizerUrl, jar);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/page")).StatusCode);
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync("/page", "/logout")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await WithCookieAsync(after, kept)).StatusCode);
        }

        await using var last = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithCookieAsync(last, kept)).StatusCode);
        Assert.Empty(last.Store.Snapshot.StaffSessions);
    }

    [Fact]
    public async Task Whoever_came_by_a_token_that_was_changed_meanwhile_is_out()
    {
        await using (var before = await StartAsync())
        {
            await new TestBrowser(before.OrganizerUrl, jar).PostAsync("/login", "/login", ("secret", TestHostOptions.OrganizerToken));
        }

        await using var after = await StartAsync(options => options with { CampToken = "another-token-of-the-camp" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await new TestBrowser(after.OrganizerUrl, jar).GetAsync("/page")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_its_time_and_is_swept_by_the_next_login()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(options => options with { Time = time });
        using var browser = new TestBrowser(host.OrganizerUrl);
        using var later = new TestBrowser(host.OrganizerUrl);
        await browser.PostAsync("/login", "/login", ("secret", TestHostOptions.OrganizerToken));
        time.Advance(OrganizerAccess.Lifetime);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/page")).StatusCode);
        await later.PostAsync("/login", "/login", ("secret", TestHostOptions.OrganizerToken));
        Assert.Single(host.Store.Snapshot.StaffSessions);
    }

    [Fact]
    public async Task By_a_provider_too_and_its_word_is_asked_for_again_after_the_restart()
    {
        await using var provider = await CertifiedProvider.StartAsync();
        using var logs = new CapturedLogs();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var options = OidcHost.OptionsFor(OidcHost.CampWith(provider.Issuer), time, logs, folder.Path);
        await using (var before = await TestHost.StartAsync(options))
        {
            await provider.ServeAsync(before, 600);
            await new TestBrowser(before.OrganizerUrl, jar).LogInAsync("uni", "grace", "/page");
        }

        await using var after = await TestHost.StartAsync(options);
        var browser = new TestBrowser(after.OrganizerUrl, jar);
        Assert.Contains("Grace", await browser.ReadAsync("/page"), StringComparison.Ordinal);
        var word = after.Store.Snapshot.StaffSessions.Values.Single().Word!;
        time.Advance(word.AskAt!.Value - time.GetUtcNow());
        await after.Get<WordKeeper>().PassAsync(TestContext.Current.CancellationToken);
        Assert.True(after.Store.Snapshot.StaffSessions.Values.Single().Word!.GoodUntil >= word.GoodUntil);
        Assert.NotEqual(word.Sealed, after.Store.Snapshot.StaffSessions.Values.Single().Word!.Sealed);

        await provider.BlockAsync("grace");
        time.Advance(after.Store.Snapshot.StaffSessions.Values.Single().Word!.AskAt!.Value - time.GetUtcNow());
        await after.Get<WordKeeper>().PassAsync(TestContext.Current.CancellationToken);
        Assert.Empty(after.Store.Snapshot.StaffSessions);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/page")).StatusCode);
    }

    [Fact]
    public async Task Whom_the_new_camp_file_names_no_longer_is_out()
    {
        await using var provider = await CertifiedProvider.StartAsync();
        using var logs = new CapturedLogs();
        await using (var before = await TestHost.StartAsync(OidcHost.OptionsFor(OidcHost.CampWith(provider.Issuer), TimeProvider.System, logs, folder.Path)))
        {
            await provider.ServeAsync(before);
            await new TestBrowser(before.OrganizerUrl, jar).LogInAsync("uni", "grace", "/page");
        }

        var fewer = OidcHost.CampWith(provider.Issuer, login => login with { Roles = [.. login.Roles.Where(rule => rule.Role == StaffRole.Helper)] });
        await using var after = await TestHost.StartAsync(OidcHost.OptionsFor(fewer, TimeProvider.System, logs, folder.Path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new TestBrowser(after.OrganizerUrl, jar).GetAsync("/page")).StatusCode);
    }

    public void Dispose()
    {
        jar.Dispose();
        folder.Dispose();
    }

    private Task<TestHost> StartAsync(Func<TestHostOptions, TestHostOptions>? adjust = null)
    {
        var options = new TestHostOptions
        {
            Folder = folder.Path,
            Routes = routes => routes.MapGet("/page", (HttpContext context, FormToken tokens) => $"<input name=\"token\" value=\"{tokens.For(context)}\">").OnListener(Listener.Organizer).RequireOrganizer(),
        };
        return TestHost.StartAsync(adjust?.Invoke(options) ?? options);
    }

    private static async Task<HttpResponseMessage> WithCookieAsync(TestHost host, string value)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { BaseAddress = host.OrganizerUrl };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page");
        request.Headers.Add("Cookie", $"mux-organizer={value}");
        return await client.SendAsync(request);
    }
}
