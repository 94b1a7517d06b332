using System.Diagnostics;

namespace Bench.Login;

/// <summary>
/// Records the packets between the mux and the ships, with the kernel's timestamps: the time that a request spends beyond the mux can be
/// read from them without a change to either.
/// </summary>
internal sealed class WireCapture : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private readonly string file = Path.Combine(Path.GetTempPath(), $"camp-bench-{Guid.NewGuid():N}.pcap");
    private readonly Process tcpdump;

    private WireCapture(string link) =>
        tcpdump = Process.Start(new ProcessStartInfo("tcpdump", ["-i", link, "-n", "-p", "-U", "-B", "65536", "--immediate-mode", "-s", "256", "-Z", "root", "-w", file, "tcp port 8888"]) { RedirectStandardError = true })!;

    public static async Task<WireCapture> StartAsync(string link)
    {
        var capture = new WireCapture(link);
        // "listening on …" is said once the filter is in place.
        var line = await capture.tcpdump.StandardError.ReadLineAsync();
        while (line is not null && !line.Contains("listening on", StringComparison.Ordinal))
        {
            line = await capture.tcpdump.StandardError.ReadLineAsync();
        }

        return line is null ? throw new InvalidOperationException("tcpdump ended at once: it needs root") : capture;
    }

    /// <summary>Every exchange of a request and its answer seen until now.</summary>
    public async Task<IReadOnlyList<Exchange>> StopAsync()
    {
        await Task.Delay(Settling);
        tcpdump.Kill();
        await tcpdump.WaitForExitAsync();
        return Exchanges.Read(await File.ReadAllBytesAsync(file));
    }

    public void Dispose()
    {
        if (!tcpdump.HasExited)
        {
            tcpdump.Kill();
        }

        tcpdump.Dispose();
        File.Delete(file);
    }
}
