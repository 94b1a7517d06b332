using System.Collections.Concurrent;
using Ec2Emulator.Cloud;

namespace Ec2Emulator.Machines;

/// <summary>Makes machines what the instances' states say, and the states what becomes of the machines. Sleeps until something changed, or a moment.</summary>
internal sealed class MachineKeeper(Account account, MachineRoom room, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim bell = new(0);
    private readonly ConcurrentDictionary<string, string> failures = [];
    private Task loop = Task.CompletedTask;

    public void Start() => loop = LoopAsync();

    public void Ring() => bell.Release();

    /// <summary>Why the instance could not be booted; empty when it could.</summary>
    public string FailureOf(string instance) => failures.GetValueOrDefault(instance, "");

    /// <summary>Looks at every instance once.</summary>
    public async Task PassAsync()
    {
        var there = await room.ListAsync();
        await Task.WhenAll(Open().Select(instance => TendAsync(instance, there)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
        bell.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await PassAsync();
            }
            catch (InvalidOperationException)
            {
                // The engine did not answer; it is asked again.
            }

            await ((Task)bell.WaitAsync(Period, stop.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TendAsync(Instance instance, IReadOnlyDictionary<string, bool> there)
    {
        var (id, now) = (instance.Order.Id, time.GetUtcNow());
        var (known, runs) = (there.TryGetValue(id, out var running), running);
        switch (Read(() => instance.TurnAt(now)))
        {
            case { State: InstanceState.Pending }:
                await BootAsync(instance, known);
                break;
            case { State: InstanceState.Running } when known && !runs:
                Read(() => Interruption.PoweredOff(instance, now, account));
                break;
            case { State: InstanceState.Stopping } turn:
                await room.StopAsync(id);
                Become(instance, InstanceState.Stopping, InstanceState.Stopped, turn.Reason);
                break;
            case { State: InstanceState.ShuttingDown } turn:
                await (known ? room.RemoveAsync(id) : Task.CompletedTask);
                Become(instance, InstanceState.ShuttingDown, InstanceState.Terminated, turn.Reason);
                break;
        }
    }

    private async Task BootAsync(Instance instance, bool known)
    {
        try
        {
            await (known ? room.RestartAsync(instance.Order.Id) : room.BootAsync(instance.Order));
            Become(instance, InstanceState.Pending, InstanceState.Running, null);
        }
        catch (InvalidOperationException exception)
        {
            failures[instance.Order.Id] = exception.Message;
            Become(instance, InstanceState.Pending, InstanceState.ShuttingDown, "Server.InternalError");
        }
    }

    // What was asked for meanwhile wins.
    private void Become(Instance instance, InstanceState from, InstanceState to, string? reason) => Read(() =>
    {
        var now = time.GetUtcNow();
        if (instance.StateAt(now) == from)
        {
            instance.Turn(now, to, reason);
        }

        return true;
    });

    private List<Instance> Open() => Read(() => account.Instances.Where(instance => instance.StateAt(time.GetUtcNow()) != InstanceState.Terminated).ToList());

    private T Read<T>(Func<T> work)
    {
        lock (account.Gate)
        {
            return work();
        }
    }
}
