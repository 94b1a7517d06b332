using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Mux.Tests;

/// <summary>What systemd, a log collector and a metrics collector see of <c>mux serve</c>.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task It_says_when_it_is_ready_and_when_it_stops_and_logs_json()
    {
        await using var mux = new ServiceProcess(("MUX_LOG", "json"));
        await mux.HearAsync("READY=1");
        using var client = new HttpClient();
        Assert.Equal("alive\n", await client.GetStringAsync(new Uri(mux.Organizer, "/healthz")));

        var stopping = mux.HearAsync("STOPPING=1");
        Assert.Equal(0, await mux.TerminateAsync());
        await stopping;
        Assert.NotEmpty(mux.Lines);
        Assert.All(mux.Lines, line =>
        {
            using var document = JsonDocument.Parse(line);
            Assert.True(document.RootElement.TryGetProperty("LogLevel", out _) && document.RootElement.TryGetProperty("Timestamp", out _), line);
        });
    }

    [Fact]
    public async Task Its_text_has_the_priorities_of_the_journal()
    {
        await using var mux = new ServiceProcess();
        await mux.HearAsync("READY=1");
        await mux.TerminateAsync();
        Assert.All(mux.Lines, line => Assert.Matches("^<[0-7]>", line));
    }

    [Fact]
    public async Task Its_metrics_go_to_a_collector()
    {
        var received = new TaskCompletionSource<(string Path, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = Collector(received);
        await collector.StartAsync();
        await using var mux = new ServiceProcess(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "300"));
        await mux.HearAsync("READY=1");
        var (path, body) = await received.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("/v1/metrics", path);
        Assert.Contains("service.name", body, StringComparison.Ordinal);
    }

    // Found: with other ports a second one ran on the same store, and took the first one's pid file with it when it ended.
    [Fact]
    public async Task A_second_one_in_the_same_folder_does_not_start_and_after_a_kill_the_next_one_does()
    {
        await using var first = new ServiceProcess();
        await first.HearAsync("READY=1");
        var pid = first.Pid;
        await using (var second = new ServiceProcess(("MUX_DATA", first.Data)))
        {
            Assert.Equal(2, await second.ExitAsync());
            Assert.Contains(second.Lines, line => line.Contains(first.Data, StringComparison.Ordinal) && line.Contains($"process {pid}", StringComparison.Ordinal));
        }

        Assert.Equal(pid, first.Pid);
        await first.KillAsync();
        await using var next = new ServiceProcess(("MUX_DATA", first.Data));
        await next.HearAsync("READY=1");
        Assert.NotEqual(pid, next.Pid);
        Assert.Equal(0, await next.TerminateAsync());
    }

    private static WebApplication Collector(TaskCompletionSource<(string Path, string Body)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (Encoding.Latin1.GetString(body.ToArray()) is var text && text.Contains("mux.ships", StringComparison.Ordinal)) // the first export may come before there is anything to tell
            {
                received.TrySetResult((context.Request.Path, text));
            }
        });
        return collector;
    }
}
