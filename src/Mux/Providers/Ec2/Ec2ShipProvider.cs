using System.Collections.Immutable;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Ships as EC2 instances in the camp's own subnets.</summary>
internal sealed class Ec2ShipProvider(Ec2Definition ec2, Ec2Boot boot, Ec2Launcher launcher, Ec2Terminator terminator, Ec2List list, TimeProvider time) : IShipProvider
{
    private volatile MachineLook? look;

    public string Name => "ec2";

    public ProviderTraits Traits { get; } = new(new LaunchTerms([.. ec2.Placements.Select(placement => placement.ToString())], ec2.MaxBatch))
    {
        LookBusy = TimeSpan.FromSeconds(5),
        LookIdle = TimeSpan.FromSeconds(15),
        Settling = TimeSpan.FromMinutes(10),
        SweepEvery = TimeSpan.FromMinutes(1),
        SweepCap = ec2.SweepCap,
    };

    public string ParametersFor(string placement, FleetId fleet)
    {
        var place = ec2.Placements.First(one => one.ToString() == placement);
        return new Ec2Parameters(ec2.Image, place.Subnet, place.Type, ec2.SecurityGroups, ec2.VolumeGib, ec2.Spot, boot.Facts()) { Fleet = fleet.Value }.Write();
    }

    public Task<LaunchAnswer> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) => launcher.LaunchAsync(request, cancellationToken);

    public Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> machines, CancellationToken cancellationToken) => terminator.TerminateAsync(machines, look, cancellationToken);

    public async Task<ImmutableArray<Machine>> ListAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        var machines = await list.AllAsync(cancellationToken);
        look = new MachineLook(asked, machines);
        return machines;
    }
}
