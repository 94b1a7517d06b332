using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;
using Mux.Providers;

namespace Mux.Tests.Controller;

/// <summary>A cloud without machines: it remembers what it was asked, and does what the test says.</summary>
internal sealed class FakeProvider : IShipProvider
{
    private readonly ConcurrentDictionary<ShipId, ProviderShip> machines = new();
    private int made;

    public string Name => "fake";

    private readonly TaskCompletionSource launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstMade = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstLaunch => launched.Task;

    public Task FirstMachine => firstMade.Task;

    public Task FirstTermination => terminated.Task;

    public ConcurrentQueue<LaunchRequest> Launches { get; } = new();

    public ConcurrentQueue<(ShipId Ship, bool KeepHomes)> Terminations { get; } = new();

    /// <summary>Why the next launches are refused; null: they are not.</summary>
    public string? Refusal { get; set; }

    /// <summary>What a launch waits for before it makes the machine.</summary>
    public Task LaunchGate { get; set; } = Task.CompletedTask;

    /// <summary>What a launch waits for after it made the machine.</summary>
    public Task AnswerGate { get; set; } = Task.CompletedTask;

    /// <summary>Terminations that are not confirmed.</summary>
    public int Unconfirmed { get; set; }

    public Exception? ListFails { get; set; }

    /// <summary>Called once for each machine that comes up.</summary>
    public Action<LaunchRequest, IPNetwork>? CameUp { get; set; }

    public IEnumerable<ShipId> Machines => machines.Keys;

    public void PutOrphan(ShipId ship) => machines[ship] = new ProviderShip(ship, "orphan", IPNetwork.Parse("10.78.0.0/28"), Alive: true);

    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        Launches.Enqueue(request);
        launched.TrySetResult();
        if (Refusal is { } why)
        {
            return new LaunchOutcome.Refused(why);
        }

        await LaunchGate.WaitAsync(cancellationToken);
        var block = new IPNetwork(new IPAddress([10, 77, (byte)Interlocked.Increment(ref made), 0]), 28);
        if (machines.TryAdd(request.Ship, new ProviderShip(request.Ship, "m-" + request.Ship, block, Alive: true)))
        {
            CameUp?.Invoke(request, block);
            firstMade.TrySetResult();
        }

        await AnswerGate.WaitAsync(cancellationToken);
        return new LaunchOutcome.Accepted("m-" + request.Ship, machines.TryGetValue(request.Ship, out var machine) ? machine.Block : block);
    }

    public Task<bool> TerminateAsync(ShipId ship, bool keepHomes, CancellationToken cancellationToken)
    {
        Terminations.Enqueue((ship, keepHomes));
        terminated.TrySetResult();
        if (Unconfirmed > 0)
        {
            Unconfirmed--;
            return Task.FromResult(false);
        }

        machines.TryRemove(ship, out _);
        return Task.FromResult(true);
    }

    public Task<ImmutableArray<ProviderShip>> ListAsync(CancellationToken cancellationToken) =>
        ListFails is { } exception ? throw exception : Task.FromResult(machines.Values.ToImmutableArray());
}
