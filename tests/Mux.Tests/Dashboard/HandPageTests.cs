using System.Net;
using Mux.Fleet;
using Mux.Tests.Api;

namespace Mux.Tests.Dashboard;

public sealed class HandPageTests
{
    [Xunit.Fact]
    public async Task Helpers_see_who_waits_for_what_and_take_one()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var browser = await OrganizerBrowser.EnterAsync(host);
        Xunit.Assert.Contains("Nobody asks for help", await browser.ReadAsync("/hands"), StringComparison.Ordinal);
        var hand = await HandEndpointsTests.RaiseAsync(host, "Ada", "plots");
        var ship = await host.PutShipAsync(ShipState.Running, ship => ship with { Attendee = hand.Attendee });
        var page = await browser.ReadAsync("/hands");
        Xunit.Assert.Contains("it &lt;hangs&gt;", page, StringComparison.Ordinal);
        Xunit.Assert.Contains($"/ships/{ship.Id}", page, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain($"/hands/{hand.Id}/ask", page, StringComparison.Ordinal);

        Xunit.Assert.Equal("/hands", (await browser.PostAsync("/hands", $"/hands/{hand.Id}/take")).Headers.Location?.OriginalString);
        Xunit.Assert.Contains("organizer comes", await browser.ReadAsync("/hands"), StringComparison.Ordinal);
        await browser.PostAsync("/hands", $"/hands/{hand.Id}/ask", ("tutorial", "intro"));
        Xunit.Assert.Equal("intro", host.Snapshot.Hands[hand.Attendee].Question!.Tutorial);
        var twice = await browser.PostAsync("/hands", $"/hands/{hand.Id}/ask");
        Xunit.Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Xunit.Assert.Contains("has been asked", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.PostAsync("/hands", $"/hands/{hand.Id}/done");
        Xunit.Assert.Empty(host.Snapshot.Hands);
    }
}
