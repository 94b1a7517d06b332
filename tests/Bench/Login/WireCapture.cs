using System.Diagnostics;

namespace Bench.Login;

/// <summary>
/// Records the packets to and from a server, with the kernel's timestamps: how long a request was there can be read from them without a
/// change to anybody.
/// </summary>
internal sealed class WireCapture : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private readonly string file = Path.Combine(Path.GetTempPath(), $"camp-bench-{Guid.NewGuid():N}.pcap");
    private readonly int port;
    private readonly Process tcpdump;

    private WireCapture(string link, int port)
    {
        this.port = port;
        tcpdump = Process.Start(new ProcessStartInfo("tcpdump", ["-i", link, "-n", "-p", "-U", "-B", "65536", "--immediate-mode", "-s", "256", "-Z", "root", "-w", file, $"tcp port {port}"]) { RedirectStandardError = true })!;
    }

    /// <param name="link">Network interface.</param>
    /// <param name="port">Where the server listens.</param>
    public static async Task<WireCapture> StartAsync(string link, int port)
    {
        var capture = new WireCapture(link, port);
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
        return Exchanges.Read(await File.ReadAllBytesAsync(file), port);
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
