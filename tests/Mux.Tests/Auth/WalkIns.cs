using System.Net;
using Mux.Camp;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class WalkIns
{
    [Fact]
    public async Task Beyond_their_seats_walk_ins_stand_by_and_are_told()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions { Camp = TestHost.Camp with { Login = new LoginDefinition { WalkIns = 1 } } });
        using var first = host.Browser();
        using var second = host.Browser();
        await first.TryLogInAsync("Ada");
        Assert.Equal(HttpStatusCode.SeeOther, (await second.TryLogInAsync("Bea")).StatusCode);
        var bea = host.Store.Snapshot.Attendees.Values.Single(attendee => attendee.Name == "Bea");
        Assert.Equal((AttendeeOrigin.WalkIn, true), (bea.Origin, bea.OnStandBy));
        Assert.Contains("The one seat for people without an invitation is taken", bea.Notice, StringComparison.Ordinal);
        Assert.False(host.Store.Snapshot.Attendees.Values.Single(attendee => attendee.Name == "Ada").OnStandBy);
    }

    [Fact]
    public async Task Where_the_camp_keeps_no_list_they_are_asked_to_see_an_organizer_and_make_nobody()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions { Camp = TestHost.Camp with { Login = new LoginDefinition { WalkIns = 1, StandBy = false } } });
        using var first = host.Browser();
        using var second = host.Browser();
        await first.TryLogInAsync("Ada");
        var refused = await second.TryLogInAsync("Bea");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("see an organizer", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await second.TryLogInAsync("Ada")).StatusCode); // who is in already is only asked for the personal code
        Assert.Single(host.Store.Snapshot.Attendees);
    }

    [Fact]
    public async Task Without_an_access_code_a_name_opens_nothing()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions { Camp = TestHost.Camp with { Login = new LoginDefinition { AccessCode = false } } });
        using var browser = host.Browser();
        Assert.DoesNotContain("name=\"code\"", await browser.ReadAsync("/login"), StringComparison.Ordinal);
        var refused = await browser.SendAsync("/login", null, request => request.Headers.Add("Origin", browser.Origin), ("name", "Ada"), ("code", TestHostOptions.AccessCode));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(host.Store.Snapshot.Attendees);
    }
}
