using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static class DescribeImages
{
    private static readonly Filters<MachineImage> Known = new(_ => new Dictionary<string, string>())
    {
        ["image-id"] = image => [image.Id],
        ["name"] = image => [image.Name],
        ["architecture"] = image => [image.Architecture],
        ["owner-id"] = image => [image.Owner],
        ["state"] = _ => ["available"],
        ["root-device-type"] = _ => ["ebs"],
        ["virtualization-type"] = _ => ["hvm"],
    };

    public static Outcome Answer(Call call)
    {
        var ids = call.Parameters.Texts("ImageIds");
        if (ids.FirstOrDefault(id => !id.StartsWith("ami-", StringComparison.Ordinal)) is { } malformed)
        {
            return ApiError.Malformed("InvalidAMIID.Malformed", malformed);
        }

        var unknown = ids.Where(id => call.Region.Images.All(image => image.Id != id)).ToList();
        if (unknown.Count > 0)
        {
            return ApiError.Of("InvalidAMIID.NotFound", $"The image id '[{string.Join(", ", unknown)}]' does not exist");
        }

        var owners = call.Parameters.Texts("Owners");
        var chosen = call.Region.Images.Where(image => (ids.Count == 0 || ids.Contains(image.Id)) && (owners.Count == 0 || owners.Contains(image.Owner)));
        var (found, error) = Known.Apply(call, chosen);
        return error is { } refusal ? refusal : new JsonObject { ["Images"] = found.List(View) };
    }

    private static JsonObject View(MachineImage image) => new()
    {
        ["ImageId"] = image.Id,
        ["Name"] = image.Name,
        ["ImageLocation"] = $"{image.Owner}/{image.Name}",
        ["OwnerId"] = image.Owner,
        ["Public"] = true,
        ["Architecture"] = image.Architecture,
        ["ImageType"] = "machine",
        ["State"] = "available",
        ["Hypervisor"] = "xen",
        ["VirtualizationType"] = "hvm",
        ["EnaSupport"] = true,
        ["RootDeviceName"] = "/dev/xvda",
        ["RootDeviceType"] = "ebs",
        ["BlockDeviceMappings"] = new JsonArray(new JsonObject
        {
            ["DeviceName"] = "/dev/xvda",
            ["Ebs"] = new JsonObject { ["SnapshotId"] = "snap" + image.Id[3..], ["VolumeSize"] = image.RootGib, ["VolumeType"] = "gp3", ["DeleteOnTermination"] = true, ["Encrypted"] = false },
        }),
    };
}
