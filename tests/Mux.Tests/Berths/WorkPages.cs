using System.Net;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class WorkPages
{
    [Fact]
    public async Task Whoever_has_a_ship_can_take_the_work_home_or_start_afresh()
    {
        await using var host = await TestHost.StartAsync();
        await host.Fleet.AddAvailableAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        Assert.Contains("href=\"/my-work/plots\"", await browser.ReadAsync("/"), StringComparison.Ordinal);
        var page = await browser.ReadAsync("/my-work/plots");
        Assert.Contains("href=\"/camp/plots/camp/work.zip\"", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/camp/plots/camp/afresh\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_ship_the_page_says_so_and_offers_nothing_that_would_fail()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var page = await browser.ReadAsync("/my-work/plots");
        Assert.Contains("does not serve this tutorial at the moment", page, StringComparison.Ordinal);
        Assert.DoesNotContain("work.zip", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_sent_to_log_in_and_an_unknown_tutorial_is_said_to_be_none()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        var stranger = await browser.GetAsync("/my-work/plots");
        Assert.Equal((HttpStatusCode.Redirect, "/login?returnUrl=%2Fmy-work%2Fplots"), (stranger.StatusCode, stranger.Headers.Location!.OriginalString));
        await browser.LogInAsync("Ada");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/my-work/%3Cscript%3E")).StatusCode);
    }
}
