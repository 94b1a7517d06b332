using Microsoft.Extensions.Time.Testing;

namespace Mux.Tests;

/// <summary>A clock that stands still, and tells when somebody has begun to wait for it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerMade => made.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        made.TrySetResult();
        return timer;
    }
}
