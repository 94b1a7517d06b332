using Amazon.EC2;
using Amazon.EC2.Model;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Mux.Providers.Ec2;

/// <summary>
/// Every call to EC2: paced, with a time limit, and tried again with jitter when it is throttled or breaks off. After launches that fail in a row, launching
/// rests for a while; looking, tagging and taking down never do.
/// </summary>
internal sealed class Ec2Calls(IAmazonEC2 ec2, Ec2Pace pace, TimeProvider time)
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline launching = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(Again(attempts: 2))
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(Ec2Errors.IsTransient(arguments.Outcome.Exception)),
            FailureRatio = 0.8, MinimumThroughput = 6, SamplingDuration = TimeSpan.FromMinutes(1), BreakDuration = TimeSpan.FromSeconds(30),
        })
        .Build();

    private readonly ResiliencePipeline others = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(Again(attempts: 4)).Build();

    private readonly ResiliencePipeline limit = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(LongestCall).Build();

    /// <exception cref="BrokenCircuitException">Launching rests: nothing was sent.</exception>
    public Task<RunInstancesResponse> RunInstancesAsync(RunInstancesRequest request, CancellationToken cancellationToken) =>
        CallAsync(launching, token => pace.LaunchAsync(request.MaxCount ?? 1, token), token => ec2.RunInstancesAsync(request, token), cancellationToken);

    public Task<TerminateInstancesResponse> TerminateInstancesAsync(TerminateInstancesRequest request, CancellationToken cancellationToken) =>
        CallAsync(others, token => pace.TerminateAsync(request.InstanceIds.Count, token), token => ec2.TerminateInstancesAsync(request, token), cancellationToken);

    public Task<DescribeInstancesResponse> DescribeInstancesAsync(DescribeInstancesRequest request, CancellationToken cancellationToken) =>
        CallAsync(others, pace.LookAsync, token => ec2.DescribeInstancesAsync(request, token), cancellationToken);

    public Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancellationToken) =>
        CallAsync(others, pace.LookAsync, token => ec2.DescribeImagesAsync(request, token), cancellationToken);

    public Task<CreateTagsResponse> CreateTagsAsync(CreateTagsRequest request, CancellationToken cancellationToken) =>
        CallAsync(others, pace.TagAsync, token => ec2.CreateTagsAsync(request, token), cancellationToken);

    private async Task<T> CallAsync<T>(ResiliencePipeline pipeline, Func<CancellationToken, Task> wait, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(
            async token =>
            {
                await wait(token);
                return await limit.ExecuteAsync(async inner => await call(inner), token);
            },
            cancellationToken);

    private static RetryStrategyOptions Again(int attempts) => new()
    {
        ShouldHandle = arguments => ValueTask.FromResult(Ec2Errors.IsTransient(arguments.Outcome.Exception)),
        MaxRetryAttempts = attempts, BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromSeconds(0.5), MaxDelay = TimeSpan.FromSeconds(10), UseJitter = true,
    };
}
