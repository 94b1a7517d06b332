using Mux.Camp;

namespace Mux.Preflight.Ec2;

/// <summary>Where ships are made, and of which type.</summary>
internal static class PlacementChecks
{
    public static PreflightCheck Types(Ec2Facts facts, Ec2Definition ec2)
    {
        var wanted = string.Join(", ", ec2.Placements.Select(placement => placement.Type).Distinct());
        return facts.Types.Value is { } types
            ? PreflightCheck.Ok("instance types", wanted, string.Join(", ", types.Select(type => $"{type.InstanceType.Value} with {type.VCpuInfo?.DefaultVCpus} vCPUs")))
            : Ec2Checks.Unanswered("instance types", wanted, facts.Types.Trouble!, "ec2.placements: write types that AWS has in this region, such as t3.large.");
    }

    public static PreflightCheck Architecture(Ec2Facts facts, Ec2Definition ec2)
    {
        var image = facts.Image.Value?.Architecture?.Value;
        var wanted = $"types that run {image ?? ec2.Image}";
        if (image is null || facts.Types.Value is not { } types)
        {
            return PreflightCheck.Unknown("architecture", wanted, "The image or the types are not known.");
        }

        var others = types.Where(type => type.ProcessorInfo?.SupportedArchitectures?.Contains(image) != true).Select(type => type.InstanceType.Value).ToList();
        return others.Count == 0
            ? PreflightCheck.Ok("architecture", wanted, "all of them")
            : Ec2Checks.Wrong("architecture", wanted, $"not {string.Join(", ", others)}", "ec2.image or ec2.placements: take an image and types of one architecture.", "InvalidParameterValue");
    }

    public static PreflightCheck Subnets(Ec2Facts facts, Ec2Definition ec2)
    {
        var wanted = string.Join(", ", ec2.Placements.Select(placement => placement.Subnet).Distinct());
        return facts.Subnets.Value is { } subnets
            ? PreflightCheck.Ok("subnets", wanted, string.Join(", ", subnets.Select(subnet => $"{subnet.SubnetId} in {subnet.AvailabilityZone}")))
            : Ec2Checks.Unanswered("subnets", wanted, facts.Subnets.Trouble!, $"ec2.placements: the subnets must exist in {ec2.Region}.");
    }

    /// <summary>A placement that cannot be is a mistake in the file, even when another could take all ships.</summary>
    public static PreflightCheck Offers(Ec2Facts facts, Ec2Definition ec2)
    {
        var wanted = string.Join(", ", ec2.Placements);
        if (facts.Offers.Value is not { } offers || facts.Subnets.Value is not { } subnets)
        {
            return facts.Offers.Trouble is { } trouble ? Ec2Checks.Unanswered("types by zone", wanted, trouble, "ec2.placements: see above.") : PreflightCheck.Unknown("types by zone", wanted, "The subnets are not known.");
        }

        var missing = ec2.Placements.Where(placement => !offers.Exists(offer => offer.InstanceType.Value == placement.Type && offer.Location == ZoneOf(placement.Subnet))).ToList();
        return missing.Count == 0
            ? PreflightCheck.Ok("types by zone", wanted, "all of them")
            : Ec2Checks.Wrong("types by zone", wanted, $"not {string.Join(", ", missing.Select(placement => $"{placement.Type} in {ZoneOf(placement.Subnet)}"))}", "ec2.placements: take another type or a subnet in another zone.", "Unsupported");

        string ZoneOf(string id) => subnets.Find(subnet => subnet.SubnetId == id)?.AvailabilityZone ?? "no zone";
    }

    public static PreflightCheck Groups(Ec2Facts facts, Ec2Definition ec2)
    {
        var wanted = string.Join(", ", ec2.SecurityGroups);
        if (facts.Groups.Value is not { } groups)
        {
            return Ec2Checks.Unanswered("security groups", wanted, facts.Groups.Trouble!, $"ec2.security_groups: they must exist in the subnets' VPC.");
        }

        var vpcs = (facts.Subnets.Value ?? []).Select(subnet => subnet.VpcId).Distinct().ToList();
        var foreign = groups.Where(group => vpcs.Exists(vpc => vpc != group.VpcId)).Select(group => $"{group.GroupId} is in {group.VpcId}").ToList();
        return foreign.Count == 0
            ? PreflightCheck.Ok("security groups", wanted, string.Join(", ", vpcs))
            : Ec2Checks.Wrong("security groups", $"{wanted} in the VPC of every subnet ({string.Join(", ", vpcs)})", string.Join(", ", foreign), "ec2.security_groups and ec2.placements: all must be in one VPC.", "InvalidParameter");
    }
}
