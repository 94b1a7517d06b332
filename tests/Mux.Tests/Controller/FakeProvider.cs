using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;
using Mux.Providers;

namespace Mux.Tests.Controller;

/// <summary>A launch as the provider was asked for it, ship by ship.</summary>
internal sealed record AskedLaunch(ShipId Ship, string Token, string EnrollmentToken);

/// <summary>A cloud without machines: it remembers what it was asked, and does what the test says.</summary>
internal sealed class FakeProvider : IShipProvider
{
    private readonly ConcurrentDictionary<ShipId, Machine> machines = new();
    private int made;

    public string Name => "fake";

    public ProviderTraits Traits { get; } = new(new LaunchTerms(["nowhere"], MaxBatch: 1));

    private readonly TaskCompletionSource launched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstMade = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstLaunch => launched.Task;

    public Task FirstMachine => firstMade.Task;

    public Task FirstTermination => terminated.Task;

    public ConcurrentQueue<AskedLaunch> Launches { get; } = new();

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

    /// <summary>By its number: the addresses that a machine gets.</summary>
    public Func<int, IPNetwork> BlockOf { get; set; } = number => new IPNetwork(new IPAddress([10, 77, (byte)number, 0]), 28);

    /// <summary>Called once for each machine that comes up.</summary>
    public Action<AskedLaunch, IPNetwork>? CameUp { get; set; }

    public IEnumerable<ShipId> Machines => machines.Keys;

    public void PutOrphan(ShipId ship) => machines[ship] = new Machine("orphan", MachineState.Alive) { Ship = ship, Block = IPNetwork.Parse("10.78.0.0/28") };

    public string ParametersFor(string placement, FleetId fleet) => "";

    public async Task<LaunchAnswer> LaunchAsync(LaunchRequest asked, CancellationToken cancellationToken)
    {
        var request = new AskedLaunch(asked.Batch.Ships.Single(), asked.Batch.Id.Value, asked.EnrollmentToken);
        Launches.Enqueue(request);
        launched.TrySetResult();
        if (Refusal is { } why)
        {
            return new LaunchAnswer.Refused(why);
        }

        await LaunchGate.WaitAsync(cancellationToken);
        var block = BlockOf(Interlocked.Increment(ref made));
        if (machines.TryAdd(request.Ship, new Machine("m-" + request.Ship, MachineState.Alive) { Ship = request.Ship, Block = block }))
        {
            CameUp?.Invoke(request, block);
            firstMade.TrySetResult();
        }

        await AnswerGate.WaitAsync(cancellationToken);
        return new LaunchAnswer.Made([machines.GetValueOrDefault(request.Ship) ?? new Machine("m-" + request.Ship, MachineState.Alive) { Block = block }]);
    }

    public Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> ends, CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<bool>>([.. ends.Select(end => Terminate(end.Ship!.Value, end.KeepHomes))]);

    public Task<ImmutableArray<Machine>> ListAsync(CancellationToken cancellationToken) =>
        ListFails is { } exception ? throw exception : Task.FromResult(machines.Values.ToImmutableArray());

    private bool Terminate(ShipId ship, bool keepHomes)
    {
        Terminations.Enqueue((ship, keepHomes));
        terminated.TrySetResult();
        if (Unconfirmed > 0)
        {
            Unconfirmed--;
            return false;
        }

        machines.TryRemove(ship, out _);
        return true;
    }
}
