using System.Security.Authentication;
using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ShipAgent.Control;

/// <summary>Keeps a stream to the mux: dials, enrolls when it must, renews in time, and dials again whatever happens.</summary>
internal sealed partial class ControlLoop(MuxDialer dialer, Enroller enroller, AgentCertificate certificate, ControlSession session,
    TimeProvider time, ILogger<ControlLoop> logger) : BackgroundService
{
    // A stream that stood for so long had nothing wrong with it: the next dial begins with short pauses again.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RenewalPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var dialing = BuildPipeline();
        try
        {
            while (true)
            {
                await dialing.ExecuteAsync(async token => await ServeAsync(token), stoppingToken);
                await Task.Delay(Redial.After(2, null, Random.Shared.NextDouble()), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>One connection from dial to end; returns when it lasted, so that its end counts as no failure to dial.</summary>
    private async Task ServeAsync(CancellationToken stopping)
    {
        await enroller.EnsureAsync(stopping);
        using var channel = dialer.Dial(certificate.Current);
        using var renewed = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(channel, renewed, over.Token);
        var start = time.GetTimestamp();
        try
        {
            LogDial();
            await session.RunAsync(channel, renewed.Token, stopping);
            if (!renewed.IsCancellationRequested && time.GetElapsedTime(start) < Lasting)
                throw new RpcException(new Status(StatusCode.Unavailable, "the mux ended the stream at once"));
        }
        catch (RpcException fault) when (!Redial.IsRefusal(fault) && !stopping.IsCancellationRequested && time.GetElapsedTime(start) >= Lasting)
        {
            LogLost(fault.Message);
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Renews when half of the certificate's life is over, then has the stream redialled, whose old certificate would end under it.</summary>
    private async Task RenewAsync(GrpcChannel channel, CancellationTokenSource renewed, CancellationToken over)
    {
        try
        {
            for (var pause = certificate.UntilRenewal; ; pause = RenewalPause)
            {
                await WaitAsync(pause, over);
                try
                {
                    await enroller.RenewAsync(channel, over);
                    await renewed.CancelAsync();
                    return;
                }
                catch (Exception fault) when (IsExpected(fault) && !over.IsCancellationRequested)
                {
                    LogNotRenewed(fault.Message);
                }
            }
        }
        catch (Exception) when (over.IsCancellationRequested)
        {
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        // A timer holds 49 days; certificates may live longer.
        for (var step = TimeSpan.FromDays(1); pause > TimeSpan.Zero; pause -= step)
            await Task.Delay(pause < step ? pause : step, time, cancellationToken);
    }

    private ResiliencePipeline BuildPipeline() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is { } fault && IsExpected(fault)),
            DelayGenerator = args => new ValueTask<TimeSpan?>(Redial.After(args.AttemptNumber, args.Outcome.Exception, Random.Shared.NextDouble())),
            OnRetry = args =>
            {
                LogRedial(args.Outcome.Exception?.Message ?? "", args.AttemptNumber + 1, args.RetryDelay.TotalSeconds);
                return default;
            },
        })
        .Build();

    private static bool IsExpected(Exception fault) =>
        fault is RpcException or TimeoutException or HttpRequestException or IOException or AuthenticationException or CryptographicException;

    [LoggerMessage(Level = LogLevel.Information, Message = "Dialling the mux")]
    private partial void LogDial();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stream to the mux broke: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mux cannot be reached ({Reason}), attempt {Attempt}; again in {Seconds:0.0} s")]
    private partial void LogRedial(string reason, int attempt, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate was not renewed: {Reason}")]
    private partial void LogNotRenewed(string reason);
}
