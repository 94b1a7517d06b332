using System.Collections.Immutable;
using System.Net;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>Ships on this machine: a folder, an agent process and containers on the machine's Docker engine.</summary>
internal sealed class LocalShipProvider(CampDefinition camp, ShipFolders folders, AgentProcesses agents, DockerNetwork docker) : IShipProvider
{
    public string Name => "local";

    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        if (camp.Local.ManagedAgents && await docker.EnsureAsync(cancellationToken) is { } trouble)
        {
            return new LaunchOutcome.Refused(trouble);
        }

        if (folders.Make(request.Ship, request.EnrollmentToken) is not { } file)
        {
            return new LaunchOutcome.Refused($"no address block is free in {folders.Subnet}: set local.subnet in camp.yaml to a larger network");
        }

        if (camp.Local.ManagedAgents && agents.Find(request.Ship) is null)
        {
            agents.Start(request.Ship);
        }

        return new LaunchOutcome.Accepted(folders.FolderOf(request.Ship), IPNetwork.Parse(file.AddressBlock));
    }

    public async Task<bool> TerminateAsync(ShipId ship, bool keepHomes, CancellationToken cancellationToken)
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
    public Task<ImmutableArray<ProviderShip>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(folders.All().Select(entry => new ProviderShip(entry.Ship, folders.FolderOf(entry.Ship), IPNetwork.Parse(entry.File.AddressBlock), Alive: !camp.Local.ManagedAgents || agents.Find(entry.Ship) is not null)).ToImmutableArray());
}
