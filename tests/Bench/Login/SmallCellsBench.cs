using System.Diagnostics;
using System.Globalization;

namespace Bench.Login;

/// <summary>
/// Small cells one after another in one real notebook, through the mux and at the ship itself. Jupyter sends several small messages per cell
/// with Nagle's algorithm on: where the receiver delays its acknowledgements, a cell waits 40 ms for nothing.
/// </summary>
internal sealed class SmallCellsBench(int cells, TimeSpan patience)
{
    private const int Rounds = 4;
    private static readonly (double From, double Below)[] Bands = [(0, 10), (10, 20), (20, 30), (30, 40), (40, 60), (60, double.PositiveInfinity)];

    /// <returns>Markdown.</returns>
    public async Task<string> RunAsync()
    {
        await using var camp = await Camp.StartAsync(1);
        await Processor.SettleAsync(patience);
        using var attendee = new MuxAttendee(camp.Site, "bench", Camp.Code);
        await attendee.VisitAsync();
        var ship = (await camp.ShipsAsync())["bench"];
        using var direct = new Browser(ship.Site, ship.Token);
        var kernel = await MuxAttendee.WarmKernelAsync(direct, await direct.OpenAsync(MuxAttendee.Tutorial));
        var busy = await Processor.SettleAsync(patience);

        // By turns, so that whatever else the machine does meets both.
        var (through, beside) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            through.AddRange(await MeasureAsync(() => attendee.OpenKernelAsync(kernel)));
            beside.AddRange(await MeasureAsync(() => KernelSocket.OpenAsync(direct, MuxAttendee.Tutorial, kernel)));
        }

        return Table(new Distribution(through), new Distribution(beside), busy);
    }

    private async Task<List<TimeSpan>> MeasureAsync(Func<Task<KernelSocket>> open)
    {
        using var socket = await open();
        // The first cell of a new line meets the replay of what the kernel said before.
        await socket.RunCellAsync();
        var times = new List<TimeSpan>();
        for (var cell = 0; cell < cells / Rounds; cell++)
        {
            var started = Stopwatch.GetTimestamp();
            await socket.RunCellAsync();
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times;
    }

    private static string Table(Distribution mux, Distribution ship, double busy)
    {
        string[] lines =
        [
            $"| {mux.Count} executions of `1+1`, ms | through the mux | at the ship itself | target |",
            "|---|---|---|---|",
            $"| p50 / p95 / p99 / highest | {Four(mux)} | {Four(ship)} | – |",
            $"| 40 ms or more above the median | {mux.CountFrom(mux.Median + 40)} | {ship.CountFrom(ship.Median + 40)} | none |",
            $"| 30 ms or more above the fastest quarter | {mux.CountFrom(mux.At(0.25) + 30)} | {ship.CountFrom(ship.At(0.25) + 30)} | none |",
            .. Bands.Select(band => $"| {Name(band)} | {mux.CountBetween(band.From, band.Below)} | {ship.CountBetween(band.From, band.Below)} | |"),
            string.Create(CultureInfo.InvariantCulture, $"\nJust before, {busy:0} % of all cores were busy.\n"),
        ];
        return string.Join('\n', lines);
    }

    private static string Name((double From, double Below) band) =>
        double.IsInfinity(band.Below) ? $"{Ms(band.From)} ms and more" : $"{Ms(band.From)} to {Ms(band.Below)} ms";

    private static string Four(Distribution of) => $"{One(of.Median)} / {One(of.At(0.95))} / {One(of.At(0.99))} / {One(of.Highest)}";

    private static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ms(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
