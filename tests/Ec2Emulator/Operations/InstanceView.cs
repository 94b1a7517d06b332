using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>Instances as Describe and RunInstances show them.</summary>
internal static class InstanceView
{
    private static readonly Dictionary<string, string> Messages = new()
    {
        ["Client.UserInitiatedShutdown"] = "User initiated shutdown",
        ["Client.InstanceInitiatedShutdown"] = "Instance initiated shutdown",
        ["Client.VolumeLimitExceeded"] = "Volume limit exceeded",
        ["Server.SpotInstanceTermination"] = "Spot instance termination",
        ["Server.InternalError"] = "Internal error on launch",
    };

    public static JsonObject State(InstanceState state) => new() { ["Code"] = (int)state, ["Name"] = state.Word() };

    /// <param name="turn">The state that is shown, which may lag behind.</param>
    public static JsonObject Of(Instance instance, Turn turn, Account account)
    {
        var order = instance.Order;
        var view = new JsonObject
        {
            ["AmiLaunchIndex"] = order.Index,
            ["ImageId"] = order.Image,
            ["InstanceId"] = order.Id,
            ["InstanceType"] = order.Type.Name,
            ["LaunchTime"] = ScalarText.Time(instance.LaunchedAt),
            ["Monitoring"] = new JsonObject { ["State"] = "disabled" },
            ["Placement"] = new JsonObject { ["AvailabilityZone"] = order.Subnet.Zone, ["GroupName"] = "", ["Tenancy"] = "default" },
            ["State"] = State(turn.State),
            ["StateTransitionReason"] = Transition(turn),
            ["Architecture"] = order.Type.Architecture,
            ["ClientToken"] = order.ClientToken ?? "",
            ["EbsOptimized"] = false,
            ["EnaSupport"] = true,
            ["Hypervisor"] = "xen",
            ["VirtualizationType"] = "hvm",
            ["RootDeviceName"] = "/dev/xvda",
            ["RootDeviceType"] = "ebs",
            ["CpuOptions"] = new JsonObject { ["CoreCount"] = order.Type.Vcpus / 2, ["ThreadsPerCore"] = 2 },
            ["MetadataOptions"] = Metadata(order.Metadata),
            ["Tags"] = instance.Tags.TagList(),
        };
        Reason(view, turn);
        Spot(view, order);
        Profile(view, order, account);
        Placed(view, instance, turn, account);
        return view;
    }

    private static void Reason(JsonObject view, Turn turn)
    {
        if (turn.Reason is { } code)
        {
            view["StateReason"] = new JsonObject { ["Code"] = code, ["Message"] = $"{code}: {Messages.GetValueOrDefault(code, code)}" };
        }
        else if (turn.State == InstanceState.Pending)
        {
            view["StateReason"] = new JsonObject { ["Code"] = "pending", ["Message"] = "pending" };
        }
    }

    private static void Spot(JsonObject view, InstanceOrder order)
    {
        if (order.Spot)
        {
            view["InstanceLifecycle"] = "spot";
            view["SpotInstanceRequestId"] = "sir-" + order.Id[^8..];
        }
    }

    private static void Profile(JsonObject view, InstanceOrder order, Account account)
    {
        if (order.Profile is { } profile)
        {
            view["IamInstanceProfile"] = new JsonObject { ["Arn"] = $"arn:aws:iam::{account.Region.AccountId}:instance-profile/{profile}", ["Id"] = "AIPA" + order.Id[2..].ToUpperInvariant() };
        }
    }

    // A terminated instance has neither address nor subnet nor disks any more.
    private static void Placed(JsonObject view, Instance instance, Turn turn, Account account)
    {
        var (order, ended) = (instance.Order, turn.State == InstanceState.Terminated);
        view["BlockDeviceMappings"] = (ended || turn.State == InstanceState.Pending ? [] : instance.Volumes).List(Mapping);
        view["SecurityGroups"] = (ended ? [] : order.Groups).List(Group);
        view["NetworkInterfaces"] = (ended ? [] : new[] { order }).List(placed => Interface(placed, account));
        if (!ended)
        {
            view["PrivateIpAddress"] = order.Address.ToString();
            view["PrivateDnsName"] = DnsName(order.Address);
            view["SubnetId"] = order.Subnet.Id;
            view["VpcId"] = order.Subnet.Vpc;
            view["SourceDestCheck"] = true;
        }
    }

    public static string DnsName(System.Net.IPAddress address) => $"ip-{address.ToString().Replace('.', '-')}.ec2.internal";

    private static string Transition(Turn turn) => turn.Reason == "Client.UserInitiatedShutdown"
        ? $"User initiated ({turn.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} GMT)"
        : "";

    private static JsonObject Metadata(MetadataOptions options) => new()
    {
        ["State"] = "applied",
        ["HttpTokens"] = options.TokensRequired ? "required" : "optional",
        ["HttpPutResponseHopLimit"] = options.HopLimit,
        ["HttpEndpoint"] = options.Enabled ? "enabled" : "disabled",
        ["HttpProtocolIpv6"] = "disabled",
        ["InstanceMetadataTags"] = options.Tags ? "enabled" : "disabled",
    };

    private static JsonObject Mapping(Volume volume) => new()
    {
        ["DeviceName"] = volume.Device,
        ["Ebs"] = new JsonObject { ["VolumeId"] = volume.Id, ["Status"] = "attached", ["AttachTime"] = ScalarText.Time(volume.Made), ["DeleteOnTermination"] = volume.GoesWithInstance },
    };

    private static JsonObject Group(SecurityGroup group) => new() { ["GroupId"] = group.Id, ["GroupName"] = group.Name };

    private static JsonObject Interface(InstanceOrder order, Account account) => new()
    {
        ["NetworkInterfaceId"] = order.InterfaceId,
        ["SubnetId"] = order.Subnet.Id,
        ["VpcId"] = order.Subnet.Vpc,
        ["OwnerId"] = account.Region.AccountId,
        ["Status"] = "in-use",
        ["MacAddress"] = order.MacAddress,
        ["PrivateIpAddress"] = order.Address.ToString(),
        ["SourceDestCheck"] = true,
        ["Groups"] = order.Groups.List(Group),
    };
}
