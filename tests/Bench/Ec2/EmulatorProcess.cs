using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Bench.Ec2;

/// <summary>The EC2 emulator in a process of its own, so that what it holds and burns is not the mux's.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private readonly Process process;

    private EmulatorProcess(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<EmulatorProcess> StartAsync()
    {
        var port = FreePort.Take();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Ec2Emulator"), port.ToString(CultureInfo.InvariantCulture)) { RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the emulator does not start");
        await process.StandardOutput.ReadLineAsync(); // it listens
        return new EmulatorProcess(process, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Quotas beyond what any account has: the bench is about numbers, not about limits.</summary>
    public async Task LiftQuotasAsync()
    {
        using var http = new HttpClient();
        var quotas = new { quotas = new Dictionary<string, double> { ["L-1216C47A"] = 1e6, ["L-7A658B76"] = 1e6 } };
        (await http.PutAsJsonAsync(new Uri(Url, "/_emulator/faults"), quotas)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
