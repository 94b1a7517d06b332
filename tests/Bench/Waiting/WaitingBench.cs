using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Bench.Login;

namespace Bench.Waiting;

/// <summary>
/// The doors' first minute: a herd that logs in, a crowd larger than the fleet, and pages that wait. Load generator, simulated ships and mux share this machine's cores.
/// </summary>
internal sealed class WaitingBench(string muxPath)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    private readonly StringBuilder table = new();

    /// <returns>Markdown.</returns>
    public async Task<string> RunAsync(int herd, int crowd, int ships, int watchers)
    {
        table.AppendLine("| | measured | target |").AppendLine("|---|---|---|");
        await using (var camp = await SimulatedCamp.StartAsync(muxPath, herd, herd))
        {
            await HerdAsync(camp, herd);
        }

        await HubHerdAsync(herd);

        await using (var camp = await SimulatedCamp.StartAsync(muxPath, ships, crowd))
        {
            await CrowdAsync(camp, crowd, ships);
            await WatchAsync(camp, watchers);
        }

        return table.ToString();
    }

    private async Task HerdAsync(SimulatedCamp camp, int people)
    {
        var visitors = await ArriveAsync("h", people);
        var before = camp.ProcessorTime;
        await LogInAsync(visitors, TimeSpan.FromSeconds(1));
        var each = (camp.ProcessorTime - before).TotalMilliseconds / people;
        var took = new Distribution(visitors.Select(visitor => visitor.Took));
        Row($"{people} logins within one second, {people} ships warm: refused / berthed", $"{visitors.Count(Refused)} / {visitors.Count(visitor => visitor.Berthed)}", $"0 / {people}");
        Row("from the click to the page with the tutorials: p50 / p99 / last", Times(took), "p99 < 1000 ms");
        Row("CPU of the mux for each login and its page", string.Create(CultureInfo.InvariantCulture, $"{each:0.0} ms"), "–");
        visitors.ForEach(visitor => visitor.Dispose());
    }

    private async Task HubHerdAsync(int people)
    {
        var (refused, took) = await HubHerd.RunAsync(people, TimeSpan.FromSeconds(1));
        Row($"JupyterHub, the same {people} logins to its own page, no server behind it: refused", $"{refused}", "peer");
        Row("JupyterHub, from the click to the page: p50 / p99 / last", Times(took), "peer");
    }

    private async Task CrowdAsync(SimulatedCamp camp, int people, int ships)
    {
        var visitors = await ArriveAsync("c", people);
        await LogInAsync(visitors, TimeSpan.FromSeconds(10));
        Row($"{people} logins in ten seconds, {ships} ships: refused / berthed / waiting", $"{visitors.Count(Refused)} / {visitors.Count(visitor => visitor.Berthed)} / {visitors.Count(visitor => !visitor.Berthed)}", $"0 / {ships} / {people - ships}");
        Row("from the click to the page: p50 / p99 / last", Times(new Distribution(visitors.Select(visitor => visitor.Took))), "–");
        var line = visitors.Where(visitor => !visitor.Berthed).ToList();
        var places = await Task.WhenAll(line.Select(async visitor => (int?)(await visitor.BerthAsync())["position"] ?? 0));
        Row("places of those who wait: each once, from 1 on", places.Order().SequenceEqual(Enumerable.Range(1, people - ships)) ? "yes" : "no", "yes");
        var start = Stopwatch.GetTimestamp();
        await camp.SetGoalAsync(people);
        await camp.UntilAsync(fleet => SimulatedCamp.Count(fleet, "running") == people);
        Row($"all of them aboard after {people - ships} more ships were ordered", string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"), "all");
        visitors.ForEach(visitor => visitor.Dispose());
    }

    private async Task WatchAsync(SimulatedCamp camp, int watchers)
    {
        const int Organizers = 50;
        await camp.SetDoorsAsync(false);
        var visitors = await ArriveAsync("w", watchers);
        await LogInAsync(visitors, TimeSpan.FromSeconds(10));
        using var end = new CancellationTokenSource();
        var pages = visitors.Select(visitor => visitor.WatchAsync(end.Token)).Concat(Enumerable.Range(0, Organizers).Select(_ => WatchDashboardAsync(end.Token))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(10));
        var before = camp.ProcessorTime;
        await Task.Delay(Watched);
        var share = (camp.ProcessorTime - before) / Watched;
        await end.CancelAsync();
        var seen = await Task.WhenAll(pages);
        Row(
            $"CPU of the mux with {watchers} waiting pages and {Organizers} dashboards open, all ships reporting every 5 s, over {Watched.TotalSeconds:0} s",
            string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} % of one core ({seen.Sum(one => one.Events)} events, {seen.Sum(one => one.Pages)} pages)"),
            "< 50 %");
        visitors.ForEach(visitor => visitor.Dispose());
    }

    private static async Task<(int Events, int Pages)> WatchDashboardAsync(CancellationToken cancellationToken)
    {
        using var http = SimulatedCamp.OrganizerPages();
        var pages = 0;
        try
        {
            using var reader = new StreamReader(await http.GetStreamAsync("/live", cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line == "event: change")
                {
                    await http.GetStringAsync("/", cancellationToken);
                    pages++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        return (pages, pages);
    }

    private static async Task<List<Visitor>> ArriveAsync(string prefix, int people)
    {
        var visitors = Enumerable.Range(0, people).Select(i => new Visitor(string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:0000}"))).ToList();
        await Parallel.ForEachAsync(visitors, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (visitor, _) => await visitor.OpenLoginPageAsync());
        return visitors;
    }

    private static Task LogInAsync(List<Visitor> visitors, TimeSpan within) => Task.WhenAll(visitors.Select(async (visitor, i) =>
    {
        await Task.Delay(within * i / visitors.Count);
        await visitor.LogInAsync();
    }));

    private static bool Refused(Visitor visitor) => visitor.Status != HttpStatusCode.SeeOther;

    private static string Times(Distribution took) => string.Create(CultureInfo.InvariantCulture, $"{took.Median:0} / {took.At(0.99):0} / {took.Highest:0} ms");

    private void Row(string what, string measured, string target) => table.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {measured} | {target} |");
}
