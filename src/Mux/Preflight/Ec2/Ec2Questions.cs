using Mux.Providers.Ec2;
using Polly;
using Polly.Retry;

namespace Mux.Preflight.Ec2;

/// <summary>Puts a question to AWS: again, with jitter, while it is throttled or breaks off; whatever comes of it in the end is an answer.</summary>
internal sealed class Ec2Questions(TimeProvider time)
{
    private readonly ResiliencePipeline again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(Ec2Errors.IsTransient(arguments.Outcome.Exception)),
            MaxRetryAttempts = 5, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, MaxDelay = TimeSpan.FromSeconds(5), UseJitter = true,
        })
        .Build();

    public async Task<Asked<T>> AskAsync<T>(Func<CancellationToken, Task<T?>> question, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await again.ExecuteAsync(async token => await question(token), cancellationToken) is { } value ? new Asked<T>(value, null) : new Asked<T>(null, new AwsTrouble("", "there was no answer", IsFinal: false));
        }
#pragma warning disable CA1031 // a question can fail in more ways than the SDK documents; each of them is an answer
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new Asked<T>(null, AwsTrouble.Of(exception));
        }
    }
}
