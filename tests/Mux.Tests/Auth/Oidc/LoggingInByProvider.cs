using System.Net;
using Mux.Auth.Oidc;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Auth.Oidc;

/// <summary>Whole logins at a real provider.</summary>
public sealed class LoggingInByProvider
{
    [Fact]
    public async Task A_login_at_the_provider_ends_in_a_session_of_the_muxs_own()
    {
        await using var host = await OidcHost.StartAsync();
        using var browser = host.Mux.Browser();
        Assert.Contains("Log in with The university", await browser.ReadAsync("/login?returnUrl=/camp/plots/"), StringComparison.Ordinal);
        var entered = await browser.LogInAsync("uni", "ada", "/camp/plots/");
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.Equal("/camp/plots/", entered.Headers.Location!.OriginalString);
        Assert.DoesNotContain(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("AspNetCore", StringComparison.OrdinalIgnoreCase));

        var attendee = Assert.Single(host.Mux.Store.Snapshot.Attendees.Values);
        Assert.Equal(("Ada Lovelace", AttendeeOrigin.Oidc), (attendee.Name, attendee.Origin));
        Assert.Equal(new PersonIdentity(host.Provider.Issuer.AbsoluteUri.TrimEnd('/'), "ada"), attendee.Identity);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/berth")).StatusCode);
        Assert.Equal(1, await host.Provider.CallsAsync("POST /request")); // pushed, as the provider asks for; it insists on PKCE too
    }

    [Fact]
    public async Task The_same_subject_elsewhere_is_the_same_attendee_and_another_one_is_not()
    {
        await using var host = await OidcHost.StartAsync();
        using var first = host.Mux.Browser();
        using var second = host.Mux.Browser();
        using var other = host.Mux.Browser();
        await first.LogInAsync("uni", "ada");
        await second.LogInAsync("uni", "ada");
        await other.LogInAsync("uni", "alan");
        Assert.Equal(2, host.Mux.Store.Snapshot.Attendees.Count);
        Assert.Equal(3, host.Mux.Store.Snapshot.Logins.Count);
    }

    [Fact]
    public async Task A_walk_in_with_the_name_of_somebody_known_is_somebody_else()
    {
        await using var host = await OidcHost.StartAsync();
        using var known = host.Mux.Browser();
        using var walkIn = host.Mux.Browser();
        await known.LogInAsync("uni", "ada");
        Assert.Equal(HttpStatusCode.SeeOther, (await walkIn.TryLogInAsync("Ada Lovelace")).StatusCode);
        Assert.Equal([AttendeeOrigin.WalkIn, AttendeeOrigin.Oidc], host.Mux.Store.Snapshot.Attendees.Values.Select(attendee => attendee.Origin).Order());
    }

    [Fact]
    public async Task Organizers_come_to_their_listener_by_a_claim_and_others_are_told_what_to_ask_for()
    {
        await using var host = await OidcHost.StartAsync();
        using var organizer = host.Mux.Browser(organizer: true);
        var entered = await organizer.LogInAsync("uni", "grace", "/page");
        Assert.Equal("0;url=/page", entered.Headers.GetValues("Refresh").Single());
        Assert.Equal("the dashboard for Grace Hopper", await organizer.ReadAsync("/page"));

        using var attendee = host.Mux.Browser(organizer: true);
        var refused = await attendee.LogInAsync("uni", "ada", "/page");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("the subject is &#x27;ada&#x27;", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await attendee.GetAsync("/page")).StatusCode);
    }

    [Fact]
    public async Task A_helper_reaches_what_is_open_to_helpers_and_nothing_else()
    {
        await using var host = await OidcHost.StartAsync();
        using var helper = host.Mux.Browser(organizer: true);
        await helper.LogInAsync("uni", "alan");
        Assert.Equal("raised hands", await helper.ReadAsync("/hands"));
        Assert.Equal(HttpStatusCode.Forbidden, (await helper.GetAsync("/page")).StatusCode);
    }

    [Fact]
    public async Task Only_those_whom_the_camp_expects_may_attend()
    {
        await using var host = await OidcHost.StartAsync(adjust: login => login with
        {
            Providers = [login.Providers[0] with { Attendees = [new Mux.Camp.PersonMatch(Mux.Camp.MatchKind.Claim, "groups", "students")] }],
            Roles = [],
        });
        using var student = host.Mux.Browser();
        using var stranger = host.Mux.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await student.LogInAsync("uni", "ada")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.LogInAsync("uni", "alan")).StatusCode);
        Assert.Single(host.Mux.Store.Snapshot.Attendees);
    }

    [Fact]
    public async Task New_keys_of_the_provider_disturb_nobody()
    {
        await using var host = await OidcHost.StartAsync();
        using var before = host.Mux.Browser();
        using var after = host.Mux.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await before.LogInAsync("uni", "ada")).StatusCode);
        await host.Provider.RotateKeysAsync();
        host.Time.Advance(TimeSpan.FromSeconds(6)); // what the mux fetched a moment ago it would not fetch again
        Assert.Equal(HttpStatusCode.SeeOther, (await after.LogInAsync("uni", "alan")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/berth")).StatusCode);
    }

    [Fact]
    public async Task A_restart_of_the_mux_ends_no_attendees_session()
    {
        await using var provider = await CertifiedProvider.StartAsync();
        using var logs = new CapturedLogs();
        using var folder = new TemporaryFolder();
        var options = OidcHost.OptionsFor(OidcHost.CampWith(provider.Issuer), TimeProvider.System, logs, folder.Path);
        string key;
        await using (var first = await TestHost.StartAsync(options))
        {
            await provider.ServeAsync(first);
            using var browser = first.Browser();
            await browser.LogInAsync("uni", "ada");
            key = first.Store.Snapshot.Logins.Keys.Single();
        }

        await using var second = await TestHost.StartAsync(options);
        var login = second.Store.Snapshot.Logins[key];
        Assert.Equal("uni", login.Word!.Provider);
        Assert.NotNull(second.Get<WordSeal>().Open(login.Word));
    }
}
