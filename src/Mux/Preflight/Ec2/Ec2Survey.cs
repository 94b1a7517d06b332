using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.SecurityToken.Model;
using Mux.Camp;
using Mux.Preflight.Ec2.ServiceQuotas;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>Asks AWS all that a preflight wants to know. Nothing is changed there.</summary>
internal sealed class Ec2Survey(IAmazonEC2 ec2, AwsAccount account, Ec2Definition wanted, Ec2Boot boot, Ec2DryRuns dryRuns, Ec2Inventory inventory, Ec2Questions questions)
{
    private List<string> Types => [.. wanted.Placements.Select(placement => placement.Type).Distinct()];

    /// <summary>The ARN of whose credentials these are.</summary>
    public async Task<Asked<string>> CallerAsync(CancellationToken cancellationToken) =>
        await AskAsync(async token => (await account.Identity.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token)).Arn, cancellationToken);

    public async Task<Ec2Facts> AskAsync(CancellationToken cancellationToken)
    {
        var image = AskAsync(async token => (await ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [wanted.Image] }, token)).Images?.FirstOrDefault(), cancellationToken);
        var types = AskAsync(async token => (await ec2.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = Types }, token)).InstanceTypes, cancellationToken);
        var subnets = AskAsync(async token => (await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [.. wanted.Placements.Select(placement => placement.Subnet).Distinct()] }, token)).Subnets, cancellationToken);
        var groups = AskAsync(async token => (await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [.. wanted.SecurityGroups] }, token)).SecurityGroups, cancellationToken);
        var offers = AskAsync(OffersAsync, cancellationToken);
        var faults = Ec2UserData.Faults(boot.Facts() with { EnrollmentToken = Ec2DryRuns.SampleToken });
        var usage = await AskAsync(inventory.UsageAsync, cancellationToken);
        return new Ec2Facts
        {
            Image = await image, Types = await types, Offers = await offers, Subnets = await subnets, Groups = await groups, Usage = usage,
            Quotas = await QuotasAsync(cancellationToken),
            DryRuns = await dryRuns.AskAsync(faults.Count == 0 ? (await image).Value?.RootDeviceName : null, usage.Value?.Own ?? [], cancellationToken),
            BootFaults = faults,
        };
    }

    private async Task<List<InstanceTypeOffering>?> OffersAsync(CancellationToken cancellationToken) => (await ec2.DescribeInstanceTypeOfferingsAsync(
        new DescribeInstanceTypeOfferingsRequest { LocationType = LocationType.AvailabilityZone, Filters = [new Filter("instance-type", Types)] }, cancellationToken)).InstanceTypeOfferings;

    private async Task<ImmutableDictionary<string, Asked<Ec2Quota>>> QuotasAsync(CancellationToken cancellationToken)
    {
        var quotas = ImmutableDictionary.CreateBuilder<string, Asked<Ec2Quota>>();
        foreach (var code in Types.Select(type => QuotaCodes.OfType(type, wanted.Spot)).OfType<string>().Append(QuotaCodes.Gp3Storage).Distinct())
        {
            var request = new GetServiceQuotaRequest { ServiceCode = code == QuotaCodes.Gp3Storage ? "ebs" : "ec2", QuotaCode = code };
            quotas[code] = await AskAsync(async token => (await account.Quotas.GetServiceQuotaAsync(request, token)).Quota?.Value is { } value ? new Ec2Quota(value) : null, cancellationToken);
        }

        return quotas.ToImmutable();
    }

    private Task<Asked<T>> AskAsync<T>(Func<CancellationToken, Task<T?>> question, CancellationToken cancellationToken)
        where T : class => questions.AskAsync(question, cancellationToken);
}
