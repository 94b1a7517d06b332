using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>DescribeSubnets, DescribeSecurityGroups, DescribeVpcs, DescribeAvailabilityZones, DescribeRegions.</summary>
internal static class DescribeNetwork
{
    private static readonly Filters<Subnet> KnownSubnets = new(_ => new Dictionary<string, string>())
    {
        ["subnet-id"] = subnet => [subnet.Id],
        ["vpc-id"] = subnet => [subnet.Vpc],
        ["availability-zone"] = subnet => [subnet.Zone],
        ["cidr-block"] = subnet => [subnet.Block.ToString()],
        ["state"] = _ => ["available"],
    };

    private static readonly Filters<SecurityGroup> KnownGroups = new(_ => new Dictionary<string, string>())
    {
        ["group-id"] = group => [group.Id],
        ["group-name"] = group => [group.Name],
        ["vpc-id"] = group => [group.Vpc],
    };

    private static readonly Filters<string> KnownVpcs = new(_ => new Dictionary<string, string>()) { ["vpc-id"] = vpc => [vpc], ["state"] = _ => ["available"] };

    private static readonly Filters<string> KnownZones = new() { ["zone-name"] = zone => [zone], ["state"] = _ => ["available"] };

    public static Outcome Subnets(Call call)
    {
        var (chosen, unknown) = Named(call.Region.Subnets, call.Parameters.Texts("SubnetIds"), subnet => subnet.Id);
        var (found, error) = KnownSubnets.Apply(call, chosen);
        return unknown.Count > 0 ? ApiError.NotFound("InvalidSubnetID.NotFound", "subnet ID", unknown)
            : error is { } refusal ? refusal
            : new JsonObject { ["Subnets"] = found.List(subnet => View(subnet, call)) };
    }

    public static Outcome Groups(Call call)
    {
        var (chosen, unknown) = Named(call.Region.Groups, call.Parameters.Texts("GroupIds"), group => group.Id);
        var names = call.Parameters.Texts("GroupNames");
        var (found, error) = KnownGroups.Apply(call, chosen.Where(group => names.Count == 0 || names.Contains(group.Name)));
        return unknown.Count > 0 ? ApiError.NotFound("InvalidGroup.NotFound", "security group", unknown)
            : error is { } refusal ? refusal
            : new JsonObject { ["SecurityGroups"] = found.List(group => View(group, call)) };
    }

    public static Outcome Vpcs(Call call)
    {
        var (chosen, unknown) = Named([.. call.Region.Subnets.Select(subnet => subnet.Vpc).Distinct()], call.Parameters.Texts("VpcIds"), vpc => vpc);
        var (found, error) = KnownVpcs.Apply(call, chosen);
        return unknown.Count > 0 ? ApiError.NotFound("InvalidVpcID.NotFound", "vpc ID", unknown)
            : error is { } refusal ? refusal
            : new JsonObject { ["Vpcs"] = found.List(vpc => new JsonObject { ["VpcId"] = vpc, ["State"] = "available", ["OwnerId"] = call.Region.AccountId, ["IsDefault"] = false, ["InstanceTenancy"] = "default" }) };
    }

    public static Outcome Zones(Call call)
    {
        var names = call.Parameters.Texts("ZoneNames");
        var (found, error) = KnownZones.Apply(call, call.Region.Zones.Where(zone => names.Count == 0 || names.Contains(zone)));
        return error is { } refusal ? refusal : new JsonObject
        {
            ["AvailabilityZones"] = found.List(zone => new JsonObject { ["ZoneName"] = zone, ["RegionName"] = call.Region.Name, ["State"] = "available", ["ZoneType"] = "availability-zone", ["OptInStatus"] = "opt-in-not-required" }),
        };
    }

    public static Outcome Regions(Call call) => new JsonObject
    {
        ["Regions"] = new[] { call.Region.Name }.List(name => new JsonObject { ["RegionName"] = name, ["Endpoint"] = $"ec2.{name}.amazonaws.com", ["OptInStatus"] = "opt-in-not-required" }),
    };

    private static (IEnumerable<T> Chosen, List<string> Unknown) Named<T>(IReadOnlyList<T> all, IReadOnlyList<string> ids, Func<T, string> idOf) =>
        (all.Where(item => ids.Count == 0 || ids.Contains(idOf(item))), [.. ids.Where(id => all.All(item => idOf(item) != id))]);

    private static JsonObject View(Subnet subnet, Call call) => new()
    {
        ["SubnetId"] = subnet.Id,
        ["VpcId"] = subnet.Vpc,
        ["AvailabilityZone"] = subnet.Zone,
        ["CidrBlock"] = subnet.Block.ToString(),
        ["AvailableIpAddressCount"] = subnet.Capacity - call.Account.Taken(subnet, call.Now).Count,
        ["State"] = "available",
        ["OwnerId"] = call.Region.AccountId,
        ["MapPublicIpOnLaunch"] = false,
        ["DefaultForAz"] = false,
    };

    private static JsonObject View(SecurityGroup group, Call call) => new()
    {
        ["GroupId"] = group.Id,
        ["GroupName"] = group.Name,
        ["Description"] = group.Name,
        ["VpcId"] = group.Vpc,
        ["OwnerId"] = call.Region.AccountId,
        ["IpPermissions"] = new JsonArray(),
        ["IpPermissionsEgress"] = new JsonArray(),
    };
}
