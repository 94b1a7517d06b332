using System.Text;
using Mux.Fleet;
using Mux.Providers;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

public sealed class Ec2LaunchTests : IDisposable
{
    private readonly Ec2Rig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task One_request_makes_a_batch_and_says_all_that_keeps_a_ship_in_its_place()
    {
        var made = Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(rig.Batch(100)));
        var call = Assert.Single(rig.Cloud.Of("RunInstances"));
        Assert.Equal(100, made.Machines.Length);
        Assert.Equal(("b-1", "1", "100", "ami-1", "subnet-a", "t3.large", "sg-1", "sg-2"), (call["ClientToken"], call["MinCount"], call["MaxCount"], call["ImageId"], call["SubnetId"], call["InstanceType"], call["SecurityGroupId.1"], call["SecurityGroupId.2"]));
        Assert.Equal(("enabled", "required", "1", "terminate"), (call["MetadataOptions.HttpEndpoint"], call["MetadataOptions.HttpTokens"], call["MetadataOptions.HttpPutResponseHopLimit"], call["InstanceInitiatedShutdownBehavior"]));
        Assert.Equal(("/dev/xvda", "gp3", "30", "true", "true"), (call["BlockDeviceMapping.1.DeviceName"], call["BlockDeviceMapping.1.Ebs.VolumeType"], call["BlockDeviceMapping.1.Ebs.VolumeSize"], call["BlockDeviceMapping.1.Ebs.DeleteOnTermination"], call["BlockDeviceMapping.1.Ebs.Encrypted"]));
        foreach (var (number, kind) in new[] { (1, "instance"), (2, "volume") })
        {
            Assert.Equal(("risecamp:fleet", Ec2Rig.Fleet.Value), (call[$"TagSpecification.{number}.Tag.3.Key"], call[$"TagSpecification.{number}.Tag.3.Value"]));
            Assert.Equal((kind, "risecamp:camp", "spring", "risecamp:batch", "b-1"), (call[$"TagSpecification.{number}.ResourceType"], call[$"TagSpecification.{number}.Tag.1.Key"], call[$"TagSpecification.{number}.Tag.1.Value"], call[$"TagSpecification.{number}.Tag.2.Key"], call[$"TagSpecification.{number}.Tag.2.Value"]));
        }

        Assert.DoesNotContain(call.Parameters.Keys, key => key.StartsWith("IamInstanceProfile", StringComparison.Ordinal) || key.StartsWith("KeyName", StringComparison.Ordinal) || key.StartsWith("InstanceMarket", StringComparison.Ordinal));
        Assert.Contains(Ec2Rig.Token, Encoding.UTF8.GetString(Convert.FromBase64String(call["UserData"])), StringComparison.Ordinal);
    }

    // It was sent without before the fleets had ids: with one, EC2 would take it for another request.
    [Fact]
    public async Task An_order_of_an_older_mux_is_repeated_as_it_was()
    {
        var batch = rig.Batch(1);
        await rig.LaunchAsync(batch with { Parameters = batch.Parameters.Replace($",\"Fleet\":\"{Ec2Rig.Fleet}\"", "", StringComparison.Ordinal) });
        Assert.DoesNotContain(Assert.Single(rig.Cloud.Of("RunInstances")).Parameters.Values, value => value.StartsWith("risecamp:fleet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spot_is_asked_for_once_and_ends_by_termination()
    {
        using var spot = new Ec2Rig(ec2 => ec2 with { Spot = true });
        await spot.LaunchAsync(spot.Batch(1));
        var call = Assert.Single(spot.Cloud.Of("RunInstances"));
        Assert.Equal(("spot", "one-time", "terminate"), (call["InstanceMarketOptions.MarketType"], call["InstanceMarketOptions.SpotOptions.SpotInstanceType"], call["InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior"]));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_and_gives_each_ship_the_same_machine()
    {
        rig.Cloud.Lose("RunInstances");
        var batch = rig.Batch(7);
        var first = Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(batch));
        var second = Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(batch)); // as after a crash before the answer was stored
        Assert.Equal(7, rig.Cloud.Instances.Count);
        Assert.Equal(first.Machines.Select(machine => machine.ProviderId), second.Machines.Select(machine => machine.ProviderId));
        Assert.Single(rig.Cloud.Of("RunInstances").Select(call => string.Join('&', call.Parameters)).Distinct());
    }

    [Fact]
    public async Task A_repeat_says_what_was_stored_whatever_the_settings_are_by_then()
    {
        var batch = rig.Batch(2);
        await rig.LaunchAsync(batch);
        using var changed = new Ec2Rig(ec2 => ec2 with { Image = "ami-2", VolumeGib = 99 });
        await changed.LaunchAsync(batch);
        Assert.Equal(string.Join('&', rig.Cloud.Of("RunInstances")[0].Parameters), string.Join('&', changed.Cloud.Of("RunInstances")[0].Parameters));
    }

    [Theory]
    [InlineData("InsufficientInstanceCapacity", 500)]
    [InlineData("VcpuLimitExceeded", 400)]
    [InlineData("InstanceLimitExceeded", 400)]
    [InlineData("InsufficientFreeAddressesInSubnet", 400)]
    [InlineData("MaxSpotInstanceCountExceeded", 400)]
    [InlineData("Unsupported", 400)]
    public async Task Where_there_is_no_room_it_is_said_at_once_with_the_place(string code, int status)
    {
        rig.Cloud.Fail("RunInstances", code, status);
        var answer = Assert.IsType<LaunchAnswer.NoRoom>(await rig.LaunchAsync(rig.Batch(3)));
        Assert.Equal($"t3.large in subnet-a: {code}: no: {code}", answer.Reason);
        Assert.Single(rig.Cloud.Of("RunInstances"));
    }

    [Fact]
    public async Task A_part_of_a_batch_is_taken_and_the_shortfall_said()
    {
        rig.Cloud.Room = 60;
        var made = Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(rig.Batch(100)));
        Assert.Equal((60, "t3.large in subnet-a: room for 60 of 100"), (made.Machines.Length, made.Shortfall));
    }

    [Theory]
    [InlineData("UnauthorizedOperation", "permission")]
    [InlineData("InvalidAMIID.NotFound", "ec2.image")]
    [InlineData("InvalidSubnetID.NotFound", "ec2.placements")]
    [InlineData("InvalidGroup.NotFound", "ec2.security_groups")]
    [InlineData("InvalidParameterValue", "ec2.placements")]
    [InlineData("AuthFailure", "credentials")]
    [InlineData("SomethingNew", "section ec2")]
    public async Task What_only_a_person_can_mend_is_said_with_the_setting_at_fault(string code, string setting)
    {
        rig.Cloud.Fail("RunInstances", code);
        var answer = Assert.IsType<LaunchAnswer.Forbidden>(await rig.LaunchAsync(rig.Batch(3)));
        Assert.Equal(code, answer.Stop.Code);
        Assert.Contains(setting, answer.Stop.Fix, StringComparison.Ordinal);
        Assert.Single(rig.Cloud.Of("RunInstances"));
    }

    [Theory]
    [InlineData("RequestLimitExceeded", 503)]
    [InlineData("InternalError", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public async Task What_passes_is_tried_again_and_is_never_taken_for_a_refusal(string code, int status)
    {
        rig.Cloud.Fail("RunInstances", code, status, times: 2);
        Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(rig.Batch(3)));
        rig.Cloud.Fail("RunInstances", code, status, times: 3);
        Assert.StartsWith(code, Assert.IsType<LaunchAnswer.Unknown>(await rig.LaunchAsync(rig.Batch(3, id: "b-2"))).Reason, StringComparison.Ordinal);
        Assert.Equal(3, rig.Cloud.Instances.Count);
    }

    [Fact]
    public async Task After_failures_in_a_row_launching_rests_and_looking_and_taking_down_do_not()
    {
        rig.Cloud.Fail("RunInstances", "InternalError", 500, times: 6);
        await rig.LaunchAsync(rig.Batch(1, id: "b-1"));
        await rig.LaunchAsync(rig.Batch(1, id: "b-2"));
        var rests = Assert.IsType<LaunchAnswer.Unknown>(await rig.LaunchAsync(rig.Batch(1, id: "b-3")));
        Assert.Contains("rests", rests.Reason, StringComparison.Ordinal);
        Assert.Equal(6, rig.Cloud.Of("RunInstances").Count);
        await rig.ListAsync();
        await rig.EndAsync("i-1");
        Assert.Equal((1, 1), (rig.Cloud.Of("DescribeInstances").Count, rig.Cloud.Of("TerminateInstances").Count));
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(rig.Batch(1, id: "b-3")));
    }

    [Fact]
    public async Task A_token_that_meant_something_else_is_followed_to_the_machines_that_it_made()
    {
        var batch = rig.Batch(2);
        await rig.LaunchAsync(batch);
        var other = batch with { Parameters = batch.Parameters.Replace("\"VolumeGib\":30", "\"VolumeGib\":31", StringComparison.Ordinal) };
        rig.Cloud.Instances[1].Visible = false;
        Assert.IsType<LaunchAnswer.Unknown>(await rig.LaunchAsync(other)); // the list may lag behind
        rig.Cloud.Instances[1].Visible = true;
        Assert.Equal(rig.Cloud.Instances.Select(instance => instance.Id), Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(other)).Machines.Select(machine => machine.ProviderId));
        Assert.Equal(2, rig.Cloud.Instances.Count);
    }

    [Fact]
    public async Task An_order_older_than_ec2s_memory_is_looked_for_and_not_repeated()
    {
        var batch = rig.Batch(2) with { Asked = 1 };
        await rig.LaunchAsync(batch);
        rig.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(batch)).Machines.Length);
        Assert.IsType<LaunchAnswer.NoRoom>(await rig.LaunchAsync(batch with { Id = new BatchId("b-never") }));
        Assert.Single(rig.Cloud.Of("RunInstances"));
    }

    [Fact]
    public async Task Without_an_agent_to_fetch_no_launch_is_tried()
    {
        using var bare = new Ec2Rig(agent: false);
        Assert.Contains("agent", Assert.IsType<LaunchAnswer.Forbidden>(await bare.LaunchAsync(bare.Batch(1))).Stop.Why, StringComparison.Ordinal);
        Assert.Empty(bare.Cloud.Calls);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_said_before_anything_is_launched()
    {
        rig.Cloud.Fail("DescribeImages", "InvalidAMIID.NotFound");
        Assert.Equal("InvalidAMIID.NotFound", Assert.IsType<LaunchAnswer.Forbidden>(await rig.LaunchAsync(rig.Batch(1))).Stop.Code);
        Assert.Empty(rig.Cloud.Of("RunInstances"));
    }

    [Fact]
    public void The_shared_token_is_not_among_what_is_stored() =>
        Assert.DoesNotContain(Ec2Rig.Token, rig.Batch(1).Parameters, StringComparison.Ordinal);
}
