using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>What is wrong with a wish by itself, whatever room there is: the first fault that AWS would name.</summary>
internal static class LaunchCheck
{
    private const int UserDataLimit = 16 * 1024;
    private const int TokenLimit = 64;

    public static ApiError? Fault(LaunchWish wish, Region region) => Numbers(wish) ?? Image(wish, region) ?? Type(wish, region) ?? Place(wish, region) ?? Groups(wish, region) ?? Texts(wish) ?? Market(wish);

    /// <summary>The subnet that was named, or a first one of the zone.</summary>
    public static Subnet? SubnetOf(LaunchWish wish, Region region) => wish.SubnetId is { } id
        ? region.Subnets.FirstOrDefault(subnet => subnet.Id == id)
        : region.Subnets.FirstOrDefault(subnet => wish.Zone is null || subnet.Zone == wish.Zone);

    private static ApiError? Numbers(LaunchWish wish) =>
        wish.Least < 1 ? ApiError.Invalid($"Value ({wish.Least}) for parameter minCount is invalid. Expecting a positive integer.")
        : wish.Most < wish.Least ? ApiError.Of("InvalidParameterCombination", "MaxCount must be greater than or equal to MinCount")
        : null;

    private static ApiError? Image(LaunchWish wish, Region region) =>
        wish.ImageId is not { } id ? ApiError.Of("MissingParameter", "The request must contain the parameter ImageId")
        : !id.StartsWith("ami-", StringComparison.Ordinal) ? ApiError.Malformed("InvalidAMIID.Malformed", id)
        : region.Images.All(image => image.Id != id) ? ApiError.Of("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist")
        : null;

    private static ApiError? Type(LaunchWish wish, Region region)
    {
        if (region.Types.FirstOrDefault(type => type.Name == wish.TypeName) is not { } type)
        {
            return ApiError.Invalid($"Invalid value '{wish.TypeName}' for InstanceType.");
        }

        var image = region.Images.First(image => image.Id == wish.ImageId);
        return image.Architecture == type.Architecture ? null : ApiError.Invalid(
            $"The architecture '{type.Architecture}' of the specified instance type does not match the architecture '{image.Architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.");
    }

    private static ApiError? Place(LaunchWish wish, Region region) =>
        wish.PlacedTwice ? ApiError.Of("InvalidParameterCombination", "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request")
        : wish.Zone is { } zone && !region.Zones.Contains(zone) ? ApiError.Invalid($"Invalid availability zone: [{zone}]")
        : SubnetOf(wish, region) is not { } subnet ? ApiError.NotFound("InvalidSubnetID.NotFound", "subnet ID", [wish.SubnetId ?? ""])
        : wish.Zone is { } other && other != subnet.Zone ? ApiError.Of("InvalidParameterCombination", $"The specified subnet is not in the Availability Zone {other}")
        : !region.Offers(wish.TypeName, subnet.Zone) ? ApiError.Of("Unsupported", $"Your requested instance type ({wish.TypeName}) is not supported in your requested Availability Zone ({subnet.Zone}).")
        : null;

    private static ApiError? Groups(LaunchWish wish, Region region)
    {
        var subnet = SubnetOf(wish, region)!;
        foreach (var id in wish.GroupIds)
        {
            if (region.Groups.FirstOrDefault(group => group.Id == id) is not { } group)
            {
                return ApiError.NotFound("InvalidGroup.NotFound", "security group", [id]);
            }

            if (group.Vpc != subnet.Vpc)
            {
                return ApiError.Of("InvalidParameter", $"Security group {id} and subnet {subnet.Id} belong to different networks.");
            }
        }

        return null;
    }

    private static ApiError? Texts(LaunchWish wish) =>
        wish.ClientToken is { } token && (token.Length > TokenLimit || token.Any(letter => letter is < '!' or > '~')) ? ApiError.Invalid($"The client token may not be longer than {TokenLimit} ASCII characters")
        : wish.UserData is { } text ? UserData(text)
        : wish.TagsFor("instance").Count > 50 ? ApiError.Of("TagLimitExceeded", "The maximum number of tags per resource is 50")
        : null;

    private static ApiError? UserData(string text)
    {
        var bytes = new byte[text.Length];
        return !Convert.TryFromBase64String(text, bytes, out var length) ? ApiError.Invalid("Invalid BASE64 encoding of user data.")
            : length > UserDataLimit ? ApiError.Invalid($"User data is limited to {UserDataLimit} bytes")
            : null;
    }

    private static ApiError? Market(LaunchWish wish) => wish.Spot && wish.Parameters.Text("InstanceInitiatedShutdownBehavior") == "stop"
        ? ApiError.Of("InvalidParameterCombination", "A Spot Instance must have an instance-initiated shutdown behavior of 'terminate'")
        : null;
}
