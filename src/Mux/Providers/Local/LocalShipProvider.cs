using System.Collections.Immutable;
using System.Net;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>Ships on this machine: a folder, an agent process and containers on the machine's Docker engine.</summary>
internal sealed class LocalShipProvider(CampDefinition camp, ShipFolders folders, AgentProcesses agents, DockerNetwork docker) : IShipProvider
{
    public string Name => "local";

    // One ship an order: each has an enrollment token of its own.
    public ProviderTraits Traits { get; } = new(new LaunchTerms(["this machine"], MaxBatch: 1));

    public string ParametersFor(string placement, FleetId fleet) => "";

    public async Task<LaunchAnswer> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var ship = request.Batch.Ships.Single();
        if (camp.Local.ManagedAgents && await docker.EnsureAsync(cancellationToken) is { } trouble)
        {
            return new LaunchAnswer.Refused(trouble);
        }

        if (folders.Make(ship, request.EnrollmentToken) is not { } file)
        {
            return new LaunchAnswer.Refused($"no address block is free in {folders.Subnet}: set local.subnet in camp.yaml to a larger network");
        }

        if (camp.Local.ManagedAgents && agents.Find(ship) is null)
        {
            agents.Start(ship);
        }

        return new LaunchAnswer.Made([MachineOf(ship, file)]);
    }

    public async Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> machines, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(machines.Select(machine => TerminateAsync(machine.Ship!.Value, machine.KeepHomes, cancellationToken)))];

    public Task<ImmutableArray<Machine>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(folders.All().Select(entry => MachineOf(entry.Ship, entry.File)).ToImmutableArray());

    private async Task<bool> TerminateAsync(ShipId ship, bool keepHomes, CancellationToken cancellationToken)
    {
        folders.Retire(ship);
        if (camp.Local.ManagedAgents && !(await agents.StopAsync(ship, cancellationToken) && await docker.RemoveShipAsync(ship, keepHomes, cancellationToken)))
        {
            return false;
        }

        folders.Remove(ship);
        return true;
    }

    // A machine whose agent does not run is one that lost its power: the supervisor switches it on again if it can.
    private Machine MachineOf(ShipId ship, AgentFile file) => new(folders.FolderOf(ship), !camp.Local.ManagedAgents || agents.Find(ship) is not null ? MachineState.Alive : MachineState.Down)
    {
        Ship = ship,
        Block = IPNetwork.Parse(file.AddressBlock),
    };
}
