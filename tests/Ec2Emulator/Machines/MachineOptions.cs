using System.Net;

namespace Ec2Emulator.Machines;

/// <summary>Instances that boot. Needs root and a Docker engine; the image is made by <c>tests/Ec2Emulator/machine/build</c>.</summary>
internal sealed record MachineOptions
{
    public string Image { get; init; } = "risecamp/machine:latest";

    /// <summary>The VPC's addresses; the region's subnets lie in it. A network of Docker has them all, and is this emulator's alone.</summary>
    public required IPNetwork Block { get; init; }

    /// <summary>The registry of this machine that instances may read from, at port 5000 of <see cref="Gateway"/>; null: none.</summary>
    public Uri? Registry { get; init; }

    /// <summary>This machine, as instances see it: what listens there is within their reach.</summary>
    public IPAddress Gateway
    {
        get
        {
            var bytes = Block.BaseAddress.GetAddressBytes();
            bytes[3]++;
            return new IPAddress(bytes);
        }
    }

    /// <summary>Of the network, of its bridge, and on the label of its containers.</summary>
    public string Name => "ec2-" + string.Join('-', Block.BaseAddress.GetAddressBytes().Take(2));
}
