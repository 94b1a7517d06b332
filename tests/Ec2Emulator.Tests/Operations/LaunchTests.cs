using Amazon.EC2;
using Amazon.EC2.Model;
using Xunit;

namespace Ec2Emulator.Tests.Operations;

public sealed class LaunchTests
{
    [Fact]
    public async Task A_launched_instance_is_pending_then_running_with_what_was_asked_for()
    {
        await using var sky = await Sky.StartAsync();
        var launched = (await sky.Client.RunInstancesAsync(Sky.Request(2), TestContext.Current.CancellationToken)).Reservation;

        Assert.Equal(2, launched.Instances.Count);
        Assert.All(launched.Instances, instance => Assert.Equal(InstanceStateName.Pending, instance.State.Name));
        sky.Clock.Advance(TimeSpan.FromSeconds(10));
        var instance = (await sky.DescribeAsync(launched.Instances[0].InstanceId)).Single();
        Assert.Equal(InstanceStateName.Running, instance.State.Name);
        Assert.Equal((Sky.Image, "t3.large", Sky.SubnetA, "us-east-1a"), (instance.ImageId, instance.InstanceType.Value, instance.SubnetId, instance.Placement.AvailabilityZone));
        Assert.Equal(("required", 1), (instance.MetadataOptions.HttpTokens.Value, instance.MetadataOptions.HttpPutResponseHopLimit));
        Assert.Equal("demo", instance.Tags.Single(tag => tag.Key == "camp").Value);
        Assert.Equal(Sky.Group, instance.SecurityGroups.Single().GroupId);
        Assert.StartsWith("10.60.", instance.PrivateIpAddress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_token_gives_the_same_instances_and_other_parameters_with_it_are_a_mismatch()
    {
        await using var sky = await Sky.StartAsync();
        var request = Sky.Request(3);
        var first = (await sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken)).Reservation;
        var second = (await sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken)).Reservation;
        request.InstanceType = "t3.xlarge";
        var refusal = await Sky.RefusalAsync(() => sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(first.Instances.Select(instance => instance.InstanceId), second.Instances.Select(instance => instance.InstanceId));
        Assert.Equal((400, "IdempotentParameterMismatch"), (refusal.Status, refusal.Code));
        Assert.Equal(3, sky.Ledger.Lives.Count);
    }

    [Theory]
    [InlineData("image", "InvalidAMIID.NotFound")]
    [InlineData("type", "InvalidParameterValue")]
    [InlineData("architecture", "InvalidParameterValue")]
    [InlineData("subnet", "InvalidSubnetID.NotFound")]
    [InlineData("group", "InvalidGroup.NotFound")]
    [InlineData("foreign group", "InvalidParameter")]
    [InlineData("user data", "InvalidParameterValue")]
    [InlineData("token", "InvalidParameterValue")]
    [InlineData("counts", "InvalidParameterCombination")]
    public async Task A_launch_with_a_fault_is_refused_by_its_code_even_as_a_dry_run_and_launches_nothing(string fault, string code)
    {
        await using var sky = await Sky.StartAsync();
        var request = Sky.Request();
        Break(request, fault);

        foreach (var dry in new[] { true, false })
        {
            request.DryRun = dry;
            var refusal = await Sky.RefusalAsync(() => sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken));
            Assert.Equal((400, code), (refusal.Status, refusal.Code));
        }

        Assert.Empty(sky.Ledger.Lives);
    }

    [Fact]
    public async Task A_dry_run_launches_nothing_and_says_whether_it_would_be_permitted()
    {
        await using var sky = await Sky.StartAsync();
        var request = Sky.Request();
        request.DryRun = true;
        var allowed = await Sky.RefusalAsync(() => sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken));
        sky.Emulator.Faults = new() { Denied = ["RunInstances"] };
        var denied = await Sky.RefusalAsync(() => sky.Client.RunInstancesAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal((412, "DryRunOperation"), (allowed.Status, allowed.Code));
        Assert.Equal((403, "UnauthorizedOperation"), (denied.Status, denied.Code));
        Assert.Empty(sky.Ledger.Lives);
    }

    [Fact]
    public async Task A_subnet_without_enough_addresses_refuses_the_launch()
    {
        var small = Cloud.Region.Sample with { Subnets = [new("subnet-0a000000000000001", "vpc-0c000000000000001", "us-east-1a", System.Net.IPNetwork.Parse("10.60.0.0/28"))] };
        await using var sky = await Sky.StartAsync(region: small);
        await sky.LaunchAsync(11, request => request.MinCount = 11);
        var refusal = await Sky.RefusalAsync(() => sky.LaunchAsync());

        Assert.Equal((400, "InsufficientFreeAddressesInSubnet"), (refusal.Status, refusal.Code));
        Assert.Equal(11, sky.Ledger.Lives.Select(life => life.Address).Distinct().Count());
    }

    private static void Break(RunInstancesRequest request, string fault)
    {
        _ = fault switch
        {
            "image" => request.ImageId = "ami-0f0f0f0f0f0f0f0f0",
            "type" => (request.InstanceType = "m9z.huge").Value,
            "architecture" => (request.InstanceType = "t4g.medium").Value,
            "subnet" => request.SubnetId = "subnet-0f0f0f0f0f0f0f0f0",
            "group" => (request.SecurityGroupIds = ["sg-0e0e0e0e0e0e0e0e0"])[0],
            "foreign group" => (request.SecurityGroupIds = ["sg-0f000000000000002"])[0],
            "user data" => request.UserData = Convert.ToBase64String(new byte[(16 * 1024) + 1]),
            "token" => request.ClientToken = new string('x', 65),
            _ => $"{request.MinCount = 5}",
        };
    }
}
