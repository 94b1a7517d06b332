using System.Globalization;
using System.Text;
using System.Text.Json;
using Ec2Emulator.Cloud;

namespace Ec2Emulator.Metadata;

/// <summary>What the metadata service knows of an instance, by paths below <c>/latest/</c>. Folders end in a slash and list what is in them.</summary>
internal static class MetadataTree
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Null: there is no such thing.</summary>
    public static byte[]? Find(string path, Instance instance, Region region, DateTimeOffset now)
    {
        if (path == "user-data")
        {
            return instance.Order.UserData is { Length: > 0 } data ? Convert.FromBase64String(data) : null;
        }

        var leaves = Leaves(instance, region, now);
        var text = leaves.GetValueOrDefault(path) ?? Listing(leaves.Keys, path.TrimEnd('/'));
        return text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    private static Dictionary<string, string> Leaves(Instance instance, Region region, DateTimeOffset now)
    {
        var order = instance.Order;
        var leaves = Basics(order, region);
        AddInterface(leaves, $"meta-data/network/interfaces/macs/{order.MacAddress}", order, region);
        if (order.Metadata.Tags)
        {
            foreach (var (key, value) in instance.Tags)
            {
                leaves[$"meta-data/tags/instance/{key}"] = value;
            }
        }

        if (instance.SpotNotice is { } notice && notice <= now)
        {
            var end = (notice + Interruption.Notice).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
            leaves["meta-data/spot/instance-action"] = JsonSerializer.Serialize(new { action = "terminate", time = end });
            leaves["meta-data/spot/termination-time"] = end;
        }

        return leaves;
    }

    private static Dictionary<string, string> Basics(InstanceOrder order, Region region) => new()
    {
        ["meta-data/ami-id"] = order.Image,
        ["meta-data/ami-launch-index"] = order.Index.ToString(CultureInfo.InvariantCulture),
        ["meta-data/hostname"] = Operations.InstanceView.DnsName(order.Address),
        ["meta-data/instance-id"] = order.Id,
        ["meta-data/instance-life-cycle"] = order.Spot ? "spot" : "on-demand",
        ["meta-data/instance-type"] = order.Type.Name,
        ["meta-data/local-hostname"] = Operations.InstanceView.DnsName(order.Address),
        ["meta-data/local-ipv4"] = order.Address.ToString(),
        ["meta-data/mac"] = order.MacAddress,
        ["meta-data/placement/availability-zone"] = order.Subnet.Zone,
        ["meta-data/placement/region"] = region.Name,
        ["meta-data/reservation-id"] = order.Reservation,
        ["meta-data/security-groups"] = string.Join('\n', order.Groups.Select(group => group.Name)),
        ["meta-data/services/domain"] = "amazonaws.com",
        ["meta-data/services/partition"] = "aws",
        ["dynamic/instance-identity/document"] = Identity(order, region),
    };

    private static void AddInterface(Dictionary<string, string> leaves, string at, InstanceOrder order, Region region)
    {
        leaves[$"{at}/device-number"] = "0";
        leaves[$"{at}/interface-id"] = order.InterfaceId;
        leaves[$"{at}/local-hostname"] = Operations.InstanceView.DnsName(order.Address);
        leaves[$"{at}/local-ipv4s"] = order.Address.ToString();
        leaves[$"{at}/mac"] = order.MacAddress;
        leaves[$"{at}/owner-id"] = region.AccountId;
        leaves[$"{at}/subnet-id"] = order.Subnet.Id;
        leaves[$"{at}/subnet-ipv4-cidr-block"] = order.Subnet.Block.ToString();
        leaves[$"{at}/vpc-id"] = order.Subnet.Vpc;
    }

    // Without the signatures: only AWS can make those.
    private static string Identity(InstanceOrder order, Region region) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
        {
            ["accountId"] = region.AccountId,
            ["architecture"] = order.Type.Architecture,
            ["availabilityZone"] = order.Subnet.Zone,
            ["billingProducts"] = null,
            ["imageId"] = order.Image,
            ["instanceId"] = order.Id,
            ["instanceType"] = order.Type.Name,
            ["privateIp"] = order.Address.ToString(),
            ["region"] = region.Name,
            ["version"] = "2017-09-30",
        },
        Json);

    private static string? Listing(IEnumerable<string> paths, string folder)
    {
        var names = paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..])
            .Select(rest => rest.Contains('/', StringComparison.Ordinal) ? rest[..(rest.IndexOf('/', StringComparison.Ordinal) + 1)] : rest).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count > 0 ? string.Join('\n', names) : null;
    }
}
