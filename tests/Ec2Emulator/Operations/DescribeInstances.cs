using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

internal static class DescribeInstances
{
    private static readonly Filters<Seen> Known = new(seen => seen.Instance.Tags)
    {
        ["instance-state-name"] = seen => [seen.Turn.State.Word()],
        ["instance-state-code"] = seen => [((int)seen.Turn.State).ToString(CultureInfo.InvariantCulture)],
        ["instance-id"] = seen => [seen.Order.Id],
        ["instance-type"] = seen => [seen.Order.Type.Name],
        ["instance-lifecycle"] = seen => [seen.Order.Spot ? "spot" : null],
        ["image-id"] = seen => [seen.Order.Image],
        ["client-token"] = seen => [seen.Order.ClientToken],
        ["reservation-id"] = seen => [seen.Order.Reservation],
        ["availability-zone"] = seen => [seen.Order.Subnet.Zone],
        ["architecture"] = seen => [seen.Order.Type.Architecture],
        ["subnet-id"] = seen => [seen.Placed?.Subnet.Id],
        ["vpc-id"] = seen => [seen.Placed?.Subnet.Vpc],
        ["private-ip-address"] = seen => [seen.Placed?.Address.ToString()],
        ["network-interface.addresses.private-ip-address"] = seen => [seen.Placed?.Address.ToString()],
        ["instance.group-id"] = seen => seen.Placed?.Groups.Select(group => group.Id) ?? [],
    };

    public static Outcome Answer(Call call)
    {
        var ids = call.Parameters.Texts("InstanceIds");
        if (ids.Count > 0 && call.Parameters.Number("MaxResults") is not null)
        {
            return ApiError.Of("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        }

        if (InstanceIds.Fault(ids, call) is { } fault)
        {
            return fault;
        }

        var (found, error) = Known.Apply(call, Visible(call, ids));
        var (page, next, pageError) = found.Paged(call, seen => Key(seen.Instance));
        return (error ?? pageError) is { } refusal ? refusal : new JsonObject
        {
            ["Reservations"] = page.GroupBy(seen => seen.Order.Reservation).List(group => Reservation(group.Key, group, call)),
            ["NextToken"] = next,
        };
    }

    /// <summary>Those that show at all, in the order of launch; only the named ones, if any are named.</summary>
    public static IEnumerable<Seen> Visible(Call call, IReadOnlyList<string> ids)
    {
        var chosen = ids.Count > 0 ? ids.Distinct().Select(id => call.Account.Find(id)!).OrderBy(Key, StringComparer.Ordinal) : call.Account.Instances.AsEnumerable();
        return chosen.Select(instance => instance.Seen(call.Now) is { } turn ? new Seen(instance, turn) : null).OfType<Seen>();
    }

    public static string Key(Instance instance) => instance.Order.Sequence.ToString("D12", CultureInfo.InvariantCulture);

    public static JsonObject Reservation(string id, IEnumerable<Seen> instances, Call call) => new()
    {
        ["ReservationId"] = id,
        ["OwnerId"] = call.Region.AccountId,
        ["Groups"] = new JsonArray(),
        ["Instances"] = instances.List(seen => InstanceView.Of(seen.Instance, seen.Turn, call.Account)),
    };
}

/// <summary>An instance as it shows.</summary>
/// <param name="Turn">The state that shows, which may lag behind.</param>
internal sealed record Seen(Instance Instance, Turn Turn)
{
    public InstanceOrder Order => Instance.Order;

    /// <summary>Null when it is terminated: then it has no place any more.</summary>
    public InstanceOrder? Placed => Turn.State == InstanceState.Terminated ? null : Order;
}
