using System.Net;

namespace Ec2Emulator.Cloud;

/// <summary>What an account finds in its region: all that is there before anything is launched.</summary>
internal sealed record Region(
    string Name,
    string AccountId,
    IReadOnlyList<string> Zones,
    IReadOnlyList<Subnet> Subnets,
    IReadOnlyList<SecurityGroup> Groups,
    IReadOnlyList<MachineImage> Images,
    IReadOnlyList<InstanceType> Types)
{
    /// <summary>Types that a zone does not have.</summary>
    public IReadOnlyList<(string Type, string Zone)> NotOffered { get; init; } = [];

    /// <summary>Three zones with a subnet each in one VPC, a second VPC that is none of the camp's business, and images of Debian 12.</summary>
    public static Region Sample { get; } = new(
        "us-east-1",
        "123456789012",
        ["us-east-1a", "us-east-1b", "us-east-1c"],
        [
            new Subnet("subnet-0a000000000000001", "vpc-0c000000000000001", "us-east-1a", IPNetwork.Parse("10.60.0.0/20")),
            new Subnet("subnet-0b000000000000001", "vpc-0c000000000000001", "us-east-1b", IPNetwork.Parse("10.60.16.0/20")),
            new Subnet("subnet-0c000000000000001", "vpc-0c000000000000001", "us-east-1c", IPNetwork.Parse("10.60.32.0/20")),
            new Subnet("subnet-0f000000000000002", "vpc-0f000000000000002", "us-east-1a", IPNetwork.Parse("10.61.0.0/20")),
        ],
        [
            new SecurityGroup("sg-05000000000000001", "vpc-0c000000000000001", "ships"),
            new SecurityGroup("sg-0f000000000000002", "vpc-0f000000000000002", "other"),
        ],
        [
            new MachineImage("ami-0d000000000000012", "debian-12-amd64-20260101-1", "136693071363", "x86_64", 8),
            new MachineImage("ami-0a000000000000012", "debian-12-arm64-20260101-1", "136693071363", "arm64", 8),
        ],
        InstanceType.Catalog);

    /// <summary>The same with its first VPC elsewhere: machines that boot need addresses that nobody else of this host has.</summary>
    /// <param name="block">A /16.</param>
    public Region At(IPNetwork block) => this with
    {
        Subnets = [.. Subnets.Select((subnet, index) => subnet.Vpc == Subnets[0].Vpc ? subnet with { Block = Part(block, index) } : subnet)],
    };

    private static IPNetwork Part(IPNetwork block, int index)
    {
        var bytes = block.BaseAddress.GetAddressBytes();
        bytes[2] = (byte)(index * 16);
        return new IPNetwork(new IPAddress(bytes), 20);
    }

    public bool Offers(string type, string zone) => Types.Any(known => known.Name == type) && !NotOffered.Contains((type, zone));
}

internal sealed record Subnet(string Id, string Vpc, string Zone, IPNetwork Block)
{
    // AWS keeps the first four addresses of a subnet and its last one.
    private const int Kept = 5;

    public int Capacity => (1 << (32 - Block.PrefixLength)) - Kept;

    /// <param name="index">From 0 to <see cref="Capacity"/> - 1.</param>
    public IPAddress AddressAt(int index)
    {
        var bytes = Block.BaseAddress.GetAddressBytes();
        var address = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) + (uint)(index + Kept - 1);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes);
    }
}

internal sealed record SecurityGroup(string Id, string Vpc, string Name);

/// <param name="RootGib">Size of the root volume.</param>
internal sealed record MachineImage(string Id, string Name, string Owner, string Architecture, int RootGib);
