using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Xunit;

namespace Ec2Emulator.Tests.Operations;

public sealed class DescribeTests
{
    [Fact]
    public async Task Pages_show_every_instance_once_even_when_more_are_launched_on_the_way()
    {
        await using var sky = await Sky.StartAsync();
        var launched = await sky.LaunchAsync(23);
        var (seen, token) = (new List<string>(), default(string));
        do
        {
            var page = await sky.Client.DescribeInstancesAsync(new DescribeInstancesRequest { MaxResults = 5, NextToken = token }, TestContext.Current.CancellationToken);
            var ids = page.Reservations.SelectMany(reservation => reservation.Instances).Select(instance => instance.InstanceId).ToList();
            Assert.InRange(ids.Count, 1, 5);
            seen.AddRange(ids);
            token = page.NextToken;
            if (seen.Count == 10)
            {
                launched.AddRange(await sky.LaunchAsync(2));
            }
        }
        while (token is not null);

        Assert.Equal(launched, seen);
    }

    [Fact]
    public async Task Filters_choose_by_tag_state_and_pattern_and_an_unknown_one_is_refused()
    {
        await using var sky = await Sky.StartAsync();
        var mine = await sky.LaunchAsync(2);
        var others = await sky.LaunchAsync(1, request => request.TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Instance, Tags = [new Tag("camp", "other")] }]);
        sky.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(mine, await FilteredAsync(sky, "tag:camp", "demo"));
        Assert.Equal(others, await FilteredAsync(sky, "tag:camp", "oth*"));
        Assert.Equal(3, (await FilteredAsync(sky, "instance-state-name", "running", "pending")).Count);
        Assert.Empty(await FilteredAsync(sky, "instance-state-name", "stopped"));
        Assert.Equal("InvalidParameterValue", (await Sky.RefusalAsync(() => FilteredAsync(sky, "instance-state", "running"))).Code);
    }

    [Theory]
    [InlineData(4, "InvalidParameterValue")]
    [InlineData(1001, "InvalidParameterValue")]
    public async Task MaxResults_outside_of_its_bounds_is_refused(int size, string code)
    {
        await using var sky = await Sky.StartAsync();
        Assert.Equal(code, (await Sky.RefusalAsync(() => sky.Client.DescribeInstancesAsync(new DescribeInstancesRequest { MaxResults = size }, TestContext.Current.CancellationToken))).Code);
    }

    [Fact]
    public async Task What_the_account_has_is_described_and_what_it_lacks_is_named()
    {
        await using var sky = await Sky.StartAsync();
        var token = TestContext.Current.CancellationToken;
        var subnet = (await sky.Client.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [Sky.SubnetA] }, token)).Subnets.Single();
        await sky.LaunchAsync(3);
        var less = (await sky.Client.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [Sky.SubnetA] }, token)).Subnets.Single();
        var types = (await sky.Client.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = ["t3.large"] }, token)).InstanceTypes.Single();
        var image = (await sky.Client.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [Sky.Image] }, token)).Images.Single();
        var group = (await sky.Client.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [Sky.Group] }, token)).SecurityGroups.Single();
        var zones = (await sky.Client.DescribeAvailabilityZonesAsync(token)).AvailabilityZones;

        Assert.Equal((4091, 4088), (subnet.AvailableIpAddressCount, less.AvailableIpAddressCount));
        Assert.Equal((2, 8192L), (types.VCpuInfo.DefaultVCpus, types.MemoryInfo.SizeInMiB));
        Assert.Equal(("available", "x86_64", 8), (image.State.Value, image.Architecture.Value, image.BlockDeviceMappings.Single().Ebs.VolumeSize));
        Assert.Equal(subnet.VpcId, group.VpcId);
        Assert.Equal(3, zones.Count);
        Assert.Equal("InvalidInstanceType", (await Sky.RefusalAsync(() => sky.Client.DescribeInstanceTypesAsync(new DescribeInstanceTypesRequest { InstanceTypes = ["m9z.huge"] }, token))).Code);
        Assert.Equal("InvalidSubnetID.NotFound", (await Sky.RefusalAsync(() => sky.Client.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = ["subnet-0f"] }, token))).Code);
        Assert.Equal("InvalidAMIID.NotFound", (await Sky.RefusalAsync(() => sky.Client.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = ["ami-0f"] }, token))).Code);
    }

    [Fact]
    public async Task A_zone_may_not_have_a_type()
    {
        await using var sky = await Sky.StartAsync(region: Cloud.Region.Sample with { NotOffered = [("t3.large", "us-east-1a")] });
        var request = new DescribeInstanceTypeOfferingsRequest { LocationType = LocationType.AvailabilityZone, Filters = [new Filter("instance-type", ["t3.large"])] };
        var offered = (await sky.Client.DescribeInstanceTypeOfferingsAsync(request, TestContext.Current.CancellationToken)).InstanceTypeOfferings;

        Assert.Equal(["us-east-1b", "us-east-1c"], offered.Select(offering => offering.Location));
        Assert.Equal("Unsupported", (await Sky.RefusalAsync(() => sky.LaunchAsync())).Code);
    }

    [Fact]
    public async Task Ten_thousand_instances_are_described_in_pages_of_a_thousand()
    {
        await using var sky = await Sky.StartAsync(new() { Quotas = new Dictionary<string, double> { [Cloud.Quotas.StandardOnDemand] = 100_000, [Cloud.Quotas.Gp3Storage] = 500 } }, Wide());
        for (var batch = 0; batch < 10; batch++)
        {
            Assert.Equal(1000, (await sky.LaunchAsync(1000, request => request.ClientToken = batch.ToString(CultureInfo.InvariantCulture))).Count);
        }

        var (seen, pages, token) = (0, 0, default(string));
        do
        {
            var page = await sky.Client.DescribeInstancesAsync(new DescribeInstancesRequest { MaxResults = 1000, NextToken = token }, TestContext.Current.CancellationToken);
            (seen, pages, token) = (seen + page.Reservations.Sum(reservation => reservation.Instances.Count), pages + 1, page.NextToken);
        }
        while (token is not null);
        Assert.Equal((10_000, 10), (seen, pages));
    }

    private static Cloud.Region Wide() => Cloud.Region.Sample with { Subnets = [new(Sky.SubnetA, "vpc-0c000000000000001", "us-east-1a", System.Net.IPNetwork.Parse("10.64.0.0/16"))] };

    private static async Task<List<string>> FilteredAsync(Sky sky, string name, params string[] values) =>
        [.. ((await sky.Client.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [new Filter(name, [.. values])] })).Reservations ?? []).SelectMany(reservation => reservation.Instances).Select(instance => instance.InstanceId)];
}
