using System.Globalization;

namespace Bench.Login;

/// <summary>How busy the machine is, by all that runs on it.</summary>
internal static class Processor
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);
    private const double Quiet = 25;

    /// <summary>Waits until what was started has settled, but not for ever; percent of all cores that are busy then.</summary>
    public static async Task<double> SettleAsync(TimeSpan patience)
    {
        var until = DateTime.UtcNow + patience;
        var busy = await BusyAsync();
        while (busy > Quiet && DateTime.UtcNow < until)
        {
            busy = await BusyAsync();
        }

        return busy;
    }

    private static async Task<double> BusyAsync()
    {
        var (idle, all) = Read();
        await Task.Delay(Window);
        var (idleThen, allThen) = Read();
        return 100 * (1 - ((idleThen - idle) / (allThen - all)));
    }

    private static (double Idle, double All) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (ticks[3] + ticks[4], ticks.Take(8).Sum());
    }
}
