namespace Mux.Providers.Ec2;

/// <summary>Keeps calls below AWS's published limits for an account and region: being throttled costs more time than waiting does.</summary>
internal sealed class Ec2Pace(TimeProvider time)
{
    private readonly Lock gate = new();
    private TokenBucket launchRequests = TokenBucket.Full(5, 2, time.GetUtcNow());
    private TokenBucket launchedInstances = TokenBucket.Full(1000, 2, time.GetUtcNow());
    private TokenBucket terminateRequests = TokenBucket.Full(100, 5, time.GetUtcNow());
    private TokenBucket terminatedInstances = TokenBucket.Full(1000, 20, time.GetUtcNow());
    private TokenBucket looks = TokenBucket.Full(100, 20, time.GetUtcNow());
    private TokenBucket tags = TokenBucket.Full(100, 10, time.GetUtcNow());

    public Task LaunchAsync(int instances, CancellationToken cancellationToken) => WaitAsync(Longer(Take(ref launchRequests, 1), Take(ref launchedInstances, instances)), cancellationToken);

    public Task TerminateAsync(int instances, CancellationToken cancellationToken) => WaitAsync(Longer(Take(ref terminateRequests, 1), Take(ref terminatedInstances, instances)), cancellationToken);

    public Task LookAsync(CancellationToken cancellationToken) => WaitAsync(Take(ref looks, 1), cancellationToken);

    public Task TagAsync(CancellationToken cancellationToken) => WaitAsync(Take(ref tags, 1), cancellationToken);

    private TimeSpan Take(ref TokenBucket bucket, int count)
    {
        lock (gate)
        {
            (bucket, var wait) = bucket.Take(count, time.GetUtcNow());
            return wait;
        }
    }

    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
