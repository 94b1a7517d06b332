using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static class DescribeInstanceStatus
{
    private static readonly Filters<Seen> Known = new(seen => seen.Instance.Tags)
    {
        ["instance-state-name"] = seen => [seen.Turn.State.Word()],
        ["availability-zone"] = seen => [seen.Order.Subnet.Zone],
        ["system-status.status"] = seen => [Status(seen)],
        ["instance-status.status"] = seen => [Status(seen)],
    };

    public static Outcome Answer(Call call)
    {
        var ids = call.Parameters.Texts("InstanceIds");
        if (InstanceIds.Fault(ids, call) is { } fault)
        {
            return fault;
        }

        var all = call.Parameters.Flag("IncludeAllInstances") ?? false;
        var (found, error) = Known.Apply(call, DescribeInstances.Visible(call, ids).Where(seen => all || seen.Turn.State == InstanceState.Running));
        var (page, next, pageError) = found.Paged(call, seen => DescribeInstances.Key(seen.Instance));
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject { ["InstanceStatuses"] = page.List(View), ["NextToken"] = next };
    }

    private static JsonObject View(Seen seen) => new()
    {
        ["InstanceId"] = seen.Order.Id,
        ["AvailabilityZone"] = seen.Order.Subnet.Zone,
        ["InstanceState"] = InstanceView.State(seen.Turn.State),
        ["SystemStatus"] = Summary(seen),
        ["InstanceStatus"] = Summary(seen),
    };

    private static JsonObject Summary(Seen seen) => new()
    {
        ["Status"] = Status(seen),
        ["Details"] = new JsonArray(new JsonObject { ["Name"] = "reachability", ["Status"] = seen.Turn.State == InstanceState.Running ? "passed" : "insufficient-data" }),
    };

    private static string Status(Seen seen) => seen.Turn.State == InstanceState.Running ? "ok" : "not-applicable";
}
