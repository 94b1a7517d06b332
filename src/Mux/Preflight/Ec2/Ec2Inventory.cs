using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Mux.Camp;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>Counts what runs in the account beside the camp.</summary>
internal sealed class Ec2Inventory(IAmazonEC2 ec2, CampDefinition camp)
{
    private const int LargestPage = 1000;

    public async Task<Ec2Usage?> UsageAsync(CancellationToken cancellationToken)
    {
        var vcpus = ImmutableDictionary.CreateBuilder<string, int>();
        var own = ImmutableArray.CreateBuilder<string>();
        await foreach (var instance in InstancesAsync(cancellationToken))
        {
            if (Ec2Tags.Read(instance, Ec2Tags.Camp) == camp.Name)
            {
                own.Add(instance.InstanceId);
            }
            else if (QuotaCodes.OfType(instance.InstanceType?.Value ?? "", instance.InstanceLifecycle?.Value == "spot") is { } code)
            {
                vcpus[code] = vcpus.GetValueOrDefault(code) + ((instance.CpuOptions?.CoreCount ?? 0) * (instance.CpuOptions?.ThreadsPerCore ?? 0));
            }
        }

        return new Ec2Usage(vcpus.ToImmutable(), await StorageAsync(cancellationToken), own.ToImmutable());
    }

    private async IAsyncEnumerable<Instance> InstancesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter("instance-state-name", ["pending", "running"])], MaxResults = LargestPage };
        do
        {
            var page = await ec2.DescribeInstancesAsync(request, cancellationToken);
            foreach (var instance in (page.Reservations ?? []).SelectMany(reservation => reservation.Instances ?? []))
            {
                yield return instance;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<long> StorageAsync(CancellationToken cancellationToken)
    {
        var gib = 0L;
        var request = new DescribeVolumesRequest { Filters = [new Filter("volume-type", ["gp3"])], MaxResults = LargestPage };
        do
        {
            var page = await ec2.DescribeVolumesAsync(request, cancellationToken);
            gib += (page.Volumes ?? []).Where(volume => volume.Tags?.Exists(tag => tag.Key == Ec2Tags.Camp && tag.Value == camp.Name) != true).Sum(volume => (long)(volume.Size ?? 0));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return gib;
    }
}
