using System.Net;
using System.Text.Json;
using Mux.Berths;
using Xunit;

namespace Mux.Tests.Berths;

public sealed class Events
{
    [Fact]
    public async Task A_watcher_is_told_at_once_and_on_each_change_of_its_own()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        using var reader = new StreamReader(await browser.Client.GetStreamAsync("/berth/events"));
        Assert.Equal("waiting", await NextStateAsync(reader));
        var ship = await host.Fleet.AddAvailableAsync();
        Assert.Equal("ready", await NextStateAsync(reader));
        await host.Fleet.EndAsync(ship, "gone");
        Assert.Equal("moving", await NextStateAsync(reader));
    }

    [Fact]
    public async Task A_stream_ends_with_its_session()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        using var reader = new StreamReader(await browser.Client.GetStreamAsync("/berth/events"));
        Assert.Equal("waiting", await NextStateAsync(reader));
        await browser.PostAsync("/", "/logout");
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_attendee_cannot_open_streams_without_end()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.Browser();
        await browser.LogInAsync("Ada");
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < BerthEvents.StreamsEach; i++)
        {
            open.Add(await browser.Client.GetAsync("/berth/events", HttpCompletionOption.ResponseHeadersRead));
            Assert.Equal(HttpStatusCode.OK, open[^1].StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.GetAsync("/berth/events")).StatusCode);
        open.ForEach(response => response.Dispose());
    }

    private static async Task<string?> NextStateAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line[6..]).RootElement.GetProperty("state").GetString();
            }
        }

        return null;
    }
}
