using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>DescribeVolumes and DeleteVolume.</summary>
internal static class Volumes
{
    private static readonly Filters<(Volume Volume, Instance? Instance)> Known = new(entry => entry.Volume.Tags)
    {
        ["volume-id"] = entry => [entry.Volume.Id],
        ["volume-type"] = entry => [entry.Volume.Kind],
        ["status"] = entry => [Status(entry.Instance)],
        ["size"] = entry => [entry.Volume.Gib.ToString(CultureInfo.InvariantCulture)],
        ["availability-zone"] = entry => [entry.Volume.Zone],
        ["attachment.instance-id"] = entry => [entry.Instance?.Order.Id],
        ["attachment.delete-on-termination"] = entry => [entry.Volume.GoesWithInstance ? "true" : "false"],
    };

    public static Outcome Describe(Call call)
    {
        var (ids, all) = (call.Parameters.Texts("VolumeIds"), call.Account.Volumes(call.Now).OrderBy(entry => entry.Volume.Id, StringComparer.Ordinal).ToList());
        if (ids.Where(id => all.All(entry => entry.Volume.Id != id)).ToList() is { Count: > 0 } unknown)
        {
            return Unknown(unknown);
        }

        var (found, error) = Known.Apply(call, all.Where(entry => ids.Count == 0 || ids.Contains(entry.Volume.Id)));
        var (page, next, pageError) = found.Paged(call, entry => entry.Volume.Id);
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject { ["Volumes"] = page.List(entry => View(entry.Volume, entry.Instance)), ["NextToken"] = next };
    }

    public static Outcome Delete(Call call)
    {
        var id = call.Parameters.Text("VolumeId")!;
        if (call.Account.Volumes(call.Now).FirstOrDefault(entry => entry.Volume.Id == id) is not { Volume: not null } entry)
        {
            return Unknown([id]);
        }

        if (entry.Instance is not null)
        {
            return ApiError.Of("VolumeInUse", $"Volume {id} is currently attached to {entry.Instance.Order.Id}");
        }

        if (call.DryRun)
        {
            return ApiError.DryRun;
        }

        call.Account.Delete(id, call.Now);
        return new JsonObject();
    }

    private static ApiError Unknown(List<string> ids) => ApiError.Of("InvalidVolume.NotFound", $"The volume '{string.Join(", ", ids)}' does not exist.");

    private static string Status(Instance? instance) => instance is null ? "available" : "in-use";

    private static JsonObject View(Volume volume, Instance? instance) => new()
    {
        ["VolumeId"] = volume.Id,
        ["Size"] = volume.Gib,
        ["VolumeType"] = volume.Kind,
        ["AvailabilityZone"] = volume.Zone,
        ["CreateTime"] = ScalarText.Time(volume.Made),
        ["Encrypted"] = volume.Encrypted,
        ["State"] = Status(instance),
        ["SnapshotId"] = "",
        ["MultiAttachEnabled"] = false,
        ["Attachments"] = (instance is null ? [] : new[] { instance }).List(attached => new JsonObject
        {
            ["VolumeId"] = volume.Id,
            ["InstanceId"] = attached.Order.Id,
            ["Device"] = volume.Device,
            ["State"] = "attached",
            ["AttachTime"] = ScalarText.Time(volume.Made),
            ["DeleteOnTermination"] = volume.GoesWithInstance,
        }),
        ["Tags"] = volume.Tags.TagList(),
    };
}
