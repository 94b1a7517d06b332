using System.Diagnostics;
using Bench.Login;

namespace Bench.Waiting;

/// <summary>The same herd at Debian's JupyterHub. Nobody's server is started: it need only know people and show them its own page, which is less than a mux's login does.</summary>
internal static class HubHerd
{
    /// <returns>How many did not get to the page, and from the click to the page for those who did.</returns>
    public static async Task<(int Refused, Distribution Took)> RunAsync(int people, TimeSpan within)
    {
        await using var hub = await Hub.StartAsync([], startsServers: false);
        var browsers = Enumerable.Range(0, people).Select(_ => new Browser(hub.Site)).ToList();
        var forms = new Document[people];
        await Parallel.ForEachAsync(Enumerable.Range(0, people), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => forms[i] = await browsers[i].OpenAsync("/hub/login"));
        var took = await Task.WhenAll(browsers.Select(async (browser, i) =>
        {
            await Task.Delay(within * i / people);
            return await LogInAsync(browser, forms[i], $"h{i:0000}");
        }));
        browsers.ForEach(browser => browser.Dispose());
        return (took.Count(one => one is null), new Distribution(took.OfType<TimeSpan>()));
    }

    private static async Task<TimeSpan?> LogInAsync(Browser browser, Document form, string name)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var page = await browser.SendFormAsync(form, "/hub/login", ("username", name), ("password", Hub.Password));
            return page.Address.AbsolutePath == "/hub/home" ? Stopwatch.GetElapsedTime(start) : null;
        }
        catch (Exception refused) when (refused is HttpRequestException or InvalidOperationException or TaskCanceledException)
        {
            return null;
        }
    }
}
