using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ShipAgent.Machine;

/// <summary>Asks every five seconds whether the cloud wants its machine back: it gives two minutes, and tells nobody else.</summary>
internal sealed partial class SpotWatch(InstanceMetadata metadata, CloudMachine machine, SpotNotice notice, TimeProvider time,
    ILogger<SpotWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Asks once; a service that does not answer has said nothing.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await metadata.ReadAsync("spot/instance-action", cancellationToken) is not { } answer || EndOf(answer) is not { } end || notice.At == end)
                return;
            notice.Tell(end);
            LogNotice(end);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogSilent(fault.Message);
        }
    }

    /// <summary>When the machine ends, from <c>{"action": "terminate", "time": "…Z"}</c>; null when the text says nothing of the kind.</summary>
    internal static DateTimeOffset? EndOf(string answer)
    {
        try
        {
            using var read = JsonDocument.Parse(answer);
            return read.RootElement.TryGetProperty("time", out var time)
                && DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!machine.IsSpot)
            return;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                await AskAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cloud takes this machine away at {End:O}")]
    private partial void LogNotice(DateTimeOffset end);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metadata service does not answer: {Reason}")]
    private partial void LogSilent(string reason);
}
