using System.Collections.Immutable;
using System.Net;
using Amazon.EC2.Model;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Lists the camp's instances: one call for each thousand of them, whatever the size of the account.</summary>
internal sealed class Ec2List(Ec2Calls calls, CampDefinition camp)
{
    private const int LargestPage = 1000;

    public Task<ImmutableArray<Machine>> AllAsync(CancellationToken cancellationToken) => ListAsync([], cancellationToken);

    /// <summary>Those that one launch made.</summary>
    public Task<ImmutableArray<Machine>> OfBatchAsync(string batch, CancellationToken cancellationToken) => ListAsync([new Filter("client-token", [batch])], cancellationToken);

    public static Machine MachineOf(Instance instance)
    {
        var state = StateOf(instance.State?.Name?.Value);
        return new Machine(instance.InstanceId, state)
        {
            Ship = ShipId.TryParse(Ec2Tags.Read(instance, Ec2Tags.Ship)),
            Fleet = Ec2Tags.Read(instance, Ec2Tags.Fleet),
            Batch = Ec2Tags.Read(instance, Ec2Tags.Batch),
            Block = IPAddress.TryParse(instance.PrivateIpAddress, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null,
            Type = instance.InstanceType?.Value ?? "",
            Reason = state is MachineState.Ending or MachineState.Gone ? Words(instance.StateReason) : "",
            LaunchedAt = instance.LaunchTime is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null,
        };
    }

    private async Task<ImmutableArray<Machine>> ListAsync(IEnumerable<Filter> filters, CancellationToken cancellationToken)
    {
        var machines = ImmutableArray.CreateBuilder<Machine>();
        var request = new DescribeInstancesRequest { Filters = [new Filter("tag:" + Ec2Tags.Camp, [camp.Name]), .. filters], MaxResults = LargestPage };
        do
        {
            var page = await calls.DescribeInstancesAsync(request, cancellationToken);
            // Whatever a server's filter lets through: another camp's machine is none of ours.
            machines.AddRange((page.Reservations ?? []).SelectMany(reservation => reservation.Instances ?? [])
                .Where(instance => Ec2Tags.Read(instance, Ec2Tags.Camp) == camp.Name).Select(MachineOf));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return machines.ToImmutable();
    }

    private static MachineState StateOf(string? name) => name switch
    {
        "shutting-down" => MachineState.Ending,
        "terminated" => MachineState.Gone,
        "stopping" or "stopped" => MachineState.Down,
        _ => MachineState.Alive,
    };

    private static string Words(StateReason? reason) => reason switch
    {
        null => "",
        { Message: { Length: > 0 } message, Code: { Length: > 0 } code } when !message.StartsWith(code, StringComparison.Ordinal) => $"{code}: {message}",
        _ => reason.Message ?? reason.Code ?? "",
    };
}
