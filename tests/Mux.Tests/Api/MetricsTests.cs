using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Mux.Fleet;
using Mux.Metrics;

namespace Mux.Tests.Api;

public sealed class MetricsTests
{
    [Xunit.Fact]
    public async Task What_was_counted_is_shown_and_promtool_accepts_it()
    {
        await using var host = await OrganizerHost.StartAsync();
        await host.PutShipAsync(ShipState.Available);
        var metrics = host.Services.GetRequiredService<MuxMetrics>();
        metrics.Login("new");
        metrics.Proxied("http", null);
        metrics.ReportRefused("quote\" and \\ and\nline");
        metrics.StoreWrote(3, TimeSpan.FromMilliseconds(4));
        metrics.WebSockets(1);

        using var response = await host.Client.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Xunit.Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Xunit.Assert.Contains("mux_ships{state=\"available\"} 1\n", text, StringComparison.Ordinal);
        Xunit.Assert.Contains("mux_logins_total{outcome=\"new\"} 1\n", text, StringComparison.Ordinal);
        Xunit.Assert.Contains("mux_proxy_requests_total{kind=\"http\"} 1\n", text, StringComparison.Ordinal);
        Xunit.Assert.Contains("mux_store_write_seconds_bucket{le=\"+Inf\"} ", text, StringComparison.Ordinal);
        Xunit.Assert.Contains("mux_proxy_websockets 1\n", text, StringComparison.Ordinal);
        await PromtoolAsync(text);
    }

    private static async Task PromtoolAsync(string text)
    {
        try
        {
            using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await promtool.StandardInput.WriteAsync(text);
            promtool.StandardInput.Close();
            var said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            Xunit.Assert.True(promtool.ExitCode == 0, $"{said}\n{text}");
        }
        catch (Win32Exception)
        {
            Xunit.Assert.Skip("promtool is not there: 'apt-get install prometheus' (ops/test does) brings it");
        }
    }
}
