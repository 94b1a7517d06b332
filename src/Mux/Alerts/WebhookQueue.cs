using System.Threading.Channels;
using Mux.ApiModel;
using Mux.Camp;
using Mux.Fleet;
using Mux.Metrics;
using Polly;
using Polly.Retry;

namespace Mux.Alerts;

/// <summary>
/// What waits to be sent, in order. It holds little and never blocks whoever posts: with a receiver that is away for long the oldest go, and are counted.
/// </summary>
internal sealed partial class WebhookQueue : BackgroundService
{
    private const int Room = 100;
    private readonly WebhookSender sender;
    private readonly CampDefinition camp;
    private readonly MuxMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<WebhookQueue> logger;
    private readonly Channel<AlertMessage> queue;
    private readonly ResiliencePipeline<WebhookAnswer> again;
    private WebhookAnswer? last;

    public WebhookQueue(WebhookSender sender, CampDefinition camp, MuxMetrics metrics, TimeProvider time, ILogger<WebhookQueue> logger)
    {
        (this.sender, this.camp, this.metrics, this.time, this.logger) = (sender, camp, metrics, time, logger);
        queue = Channel.CreateBounded<AlertMessage>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Dropped);
        again = new ResiliencePipelineBuilder<WebhookAnswer> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<WebhookAnswer>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsDelivered: false, MayPass: true }),
            MaxRetryAttempts = 6, BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(1), UseJitter = true,
        }).Build();
    }

    /// <summary>How the last delivery ended; null before the first.</summary>
    public WebhookAnswer? Last => Volatile.Read(ref last);

    /// <summary>Returns at once. Without a webhook it does nothing.</summary>
    public void Post(Alert alert, AlertChange change, DateTimeOffset at)
    {
        if (sender.Webhook is not null)
        {
            queue.Writer.TryWrite(new AlertMessage(AlertView.Word(change), camp.Name, at, AlertView.Of(alert)));
        }
    }

    /// <summary>Sends a test alert once, past the queue.</summary>
    public Task<WebhookAnswer> TestAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var alert = new AlertInfo("w-test", "test", "webhook", "warning", "This is a test: nothing is wrong.", "Nothing is to do.", "", null, null, "/alerts", now, null);
        return sender.SendAsync(new AlertMessage("test", camp.Name, now, alert), Guid.NewGuid().ToString("N"), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await DeliverAsync(message, stoppingToken);
            }
#pragma warning disable CA1031 // one message that cannot be sent must not keep back the others
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogBroke(logger, message.Alert.Id, exception);
            }
        }
    }

    private async Task DeliverAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var delivery = Guid.NewGuid().ToString("N");
        var answer = await again.ExecuteAsync(async token => await sender.SendAsync(message, delivery, token), cancellationToken);
        Volatile.Write(ref last, answer);
        metrics.AlertSent(answer.IsDelivered ? "delivered" : "refused");
        if (!answer.IsDelivered)
        {
            LogRefused(logger, message.Alert.Id, sender.Webhook!.Receiver, answer.Status, answer.Text);
        }
    }

    private void Dropped(AlertMessage message)
    {
        metrics.AlertSent("dropped");
        LogDropped(logger, message.Alert.Id);
    }

    [LoggerMessage(LogLevel.Warning, "alert {Alert} was not taken by the webhook at {Receiver}: status {Status}, {Answer}")]
    private static partial void LogRefused(ILogger logger, string alert, string receiver, int? status, string answer);

    [LoggerMessage(LogLevel.Warning, "alert {Alert} was not sent: the webhook has been away for too long")]
    private static partial void LogDropped(ILogger logger, string alert);

    [LoggerMessage(LogLevel.Error, "alert {Alert} could not be sent")]
    private static partial void LogBroke(ILogger logger, string alert, Exception exception);
}
