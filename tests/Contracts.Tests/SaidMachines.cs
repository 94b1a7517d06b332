using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Mux.Fleet;
using Mux.Providers;

namespace Contracts.Tests;

/// <summary>A ship that the mux wants, and the token that its agent shall have.</summary>
internal sealed record SaidLaunch(ShipId Ship, string EnrollmentToken);

/// <summary>A provider whose machines are only said to be there.</summary>
internal sealed class SaidMachines : IShipProvider
{
    private readonly ConcurrentQueue<Machine> _made = new();

    public Channel<SaidLaunch> Launches { get; } = Channel.CreateUnbounded<SaidLaunch>();

    public string Name => "said";

    public ProviderTraits Traits { get; } = new(new LaunchTerms(["nowhere"], MaxBatch: 1));

    public string ParametersFor(string placement, FleetId fleet) => "";

    public async Task<LaunchAnswer> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var ship = request.Batch.Ships.Single();
        var machine = new Machine($"m-{ship}", MachineState.Alive) { Ship = ship, Block = IPNetwork.Parse("10.77.0.16/28") };
        _made.Enqueue(machine);
        await Launches.Writer.WriteAsync(new SaidLaunch(ship, request.EnrollmentToken), cancellationToken);
        return new LaunchAnswer.Made([machine]);
    }

    public Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> machines, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<bool>>([.. machines.Select(_ => true)]);

    public Task<ImmutableArray<Machine>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(_made.ToImmutableArray());
}
