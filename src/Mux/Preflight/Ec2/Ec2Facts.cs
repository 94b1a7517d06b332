using System.Collections.Immutable;
using Amazon.EC2.Model;

namespace Mux.Preflight.Ec2;

/// <summary>All that a preflight asked AWS, as it came.</summary>
internal sealed record Ec2Facts
{
    public required Asked<Image> Image { get; init; }

    public required Asked<List<InstanceTypeInfo>> Types { get; init; }

    /// <summary>Where each type can be had.</summary>
    public required Asked<List<InstanceTypeOffering>> Offers { get; init; }

    public required Asked<List<Subnet>> Subnets { get; init; }

    public required Asked<List<SecurityGroup>> Groups { get; init; }

    public required Asked<Ec2Usage> Usage { get; init; }

    /// <summary>By code.</summary>
    public required ImmutableDictionary<string, Asked<Ec2Quota>> Quotas { get; init; }

    /// <summary>By operation: what AWS said to a dry run.</summary>
    public required ImmutableDictionary<string, AwsTrouble> DryRuns { get; init; }

    /// <summary>What is wrong with the user data.</summary>
    public required IReadOnlyList<string> BootFaults { get; init; }
}

/// <summary>What runs in the account. The camp's own machines are counted apart: they are part of the fleet that is asked about.</summary>
/// <param name="OtherVcpus">By quota code.</param>
/// <param name="OtherStorageGib">Of gp3 volumes.</param>
/// <param name="Own">Ids of the camp's machines.</param>
internal sealed record Ec2Usage(ImmutableDictionary<string, int> OtherVcpus, long OtherStorageGib, ImmutableArray<string> Own);

/// <param name="Value">Virtual processors, or TiB.</param>
internal sealed record Ec2Quota(double Value);
