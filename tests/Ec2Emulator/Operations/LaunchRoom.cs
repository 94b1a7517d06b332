using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>How many of a batch there is room for: capacity, quotas, addresses. What falls short of MinCount is an error.</summary>
internal static class LaunchRoom
{
    /// <summary>The number to launch, at least MinCount; or why not.</summary>
    public static (int Count, ApiError? Error) For(LaunchWish wish, InstanceType type, Subnet subnet, Call call)
    {
        var room = wish.Most;
        foreach (var (has, error) in new[] { Vcpus(wish, type, call), Instances(wish, call), Addresses(subnet, call), Capacity(type, subnet, call) })
        {
            if (has < wish.Least)
            {
                return (0, error);
            }

            room = Math.Min(room, has);
        }

        return (call.Liar.Batch(wish.Least, room), null);
    }

    private static (int Has, ApiError Error) Vcpus(LaunchWish wish, InstanceType type, Call call)
    {
        var quota = type.Quota(wish.Spot);
        var limit = call.Liar.Quota(quota);
        var used = call.Account.Counting(call.Now).Where(instance => instance.Order.Type.Quota(instance.Order.Spot) == quota).Sum(instance => instance.Order.Type.Vcpus);
        return ((int)((limit - used) / type.Vcpus), wish.Spot
            ? ApiError.Of("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded")
            : ApiError.Of("VcpuLimitExceeded", $"You have requested more vCPU capacity than your current vCPU limit of {limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."));
    }

    private static (int Has, ApiError Error) Instances(LaunchWish wish, Call call)
    {
        var limit = call.Liar.Plan.InstanceLimit;
        var has = limit is { } most ? most - call.Account.Counting(call.Now).Count() : int.MaxValue;
        return (has, ApiError.Of("InstanceLimitExceeded", $"Your quota allows for {Math.Max(0, has)} more running instance(s). You requested at least {wish.Least}"));
    }

    private static (int Has, ApiError Error) Addresses(Subnet subnet, Call call) =>
        (subnet.Capacity - call.Account.Taken(subnet, call.Now).Count, ApiError.Of("InsufficientFreeAddressesInSubnet", $"There are not enough free addresses in subnet '{subnet.Id}' to satisfy the requested number of instances."));

    private static (int Has, ApiError Error) Capacity(InstanceType type, Subnet subnet, Call call)
    {
        var others = call.Region.Zones.Where(zone => zone != subnet.Zone && call.Liar.Room(zone, type.Name) > 0).ToList();
        var advice = others.Count > 0 ? $" You can currently get {type.Name} capacity by not specifying an Availability Zone in your request or choosing {string.Join(", ", others)}." : "";
        return (call.Liar.Room(subnet.Zone, type.Name), new ApiError(
            500, "InsufficientInstanceCapacity", $"We currently do not have sufficient {type.Name} capacity in the Availability Zone you requested ({subnet.Zone}). Our system will be working on provisioning additional capacity.{advice}"));
    }
}
