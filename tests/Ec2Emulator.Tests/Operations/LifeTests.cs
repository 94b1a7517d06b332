using Amazon.EC2;
using Amazon.EC2.Model;
using Xunit;

namespace Ec2Emulator.Tests.Operations;

public sealed class LifeTests
{
    [Fact]
    public async Task A_terminated_instance_is_listed_for_an_hour_without_address_and_is_then_forgotten()
    {
        await using var sky = await Sky.StartAsync();
        var id = (await sky.LaunchAsync()).Single();
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        var change = (await sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [id] }, TestContext.Current.CancellationToken)).TerminatingInstances.Single();
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        var instance = (await sky.DescribeAsync(id)).Single();
        sky.Clock.Advance(TimeSpan.FromMinutes(61));
        var refusal = await Sky.RefusalAsync(() => sky.DescribeAsync(id));

        Assert.Equal((InstanceStateName.Running, InstanceStateName.ShuttingDown), (change.PreviousState.Name, change.CurrentState.Name));
        Assert.Equal(InstanceStateName.Terminated, instance.State.Name);
        Assert.Equal("Client.UserInitiatedShutdown", instance.StateReason.Code);
        Assert.Null(instance.PrivateIpAddress);
        Assert.Null(instance.SubnetId);
        Assert.Equal("InvalidInstanceID.NotFound", refusal.Code);
        Assert.Empty(await sky.DescribeAsync());
        Assert.Equal("terminated", sky.Ledger.Lives.Single().State);
    }

    [Fact]
    public async Task One_wrong_id_among_several_and_none_is_terminated()
    {
        await using var sky = await Sky.StartAsync();
        var id = (await sky.LaunchAsync()).Single();
        var unknown = await Sky.RefusalAsync(() => sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [id, "i-0f0f0f0f0f0f0f0f0"] }, TestContext.Current.CancellationToken));
        var malformed = await Sky.RefusalAsync(() => sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = ["ship-7"] }, TestContext.Current.CancellationToken));

        Assert.Equal(("InvalidInstanceID.NotFound", "The instance ID 'i-0f0f0f0f0f0f0f0f0' does not exist"), (unknown.Code, unknown.Message));
        Assert.Equal("InvalidInstanceID.Malformed", malformed.Code);
        Assert.Null(sky.Ledger.Lives.Single().EndedAt);
    }

    [Fact]
    public async Task A_stopped_instance_keeps_its_address_and_starts_again()
    {
        await using var sky = await Sky.StartAsync();
        var id = (await sky.LaunchAsync(change: request => request.InstanceInitiatedShutdownBehavior = ShutdownBehavior.Stop)).Single();
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        var address = (await sky.DescribeAsync(id)).Single().PrivateIpAddress;
        await sky.Client.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [id] }, TestContext.Current.CancellationToken);
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("stopped", await sky.StateOfAsync(id));
        await sky.Client.StartInstancesAsync(new StartInstancesRequest { InstanceIds = [id] }, TestContext.Current.CancellationToken);
        Assert.Equal("pending", await sky.StateOfAsync(id));
        sky.Clock.Advance(TimeSpan.FromMinutes(1));

        var instance = (await sky.DescribeAsync(id)).Single();
        Assert.Equal(("running", address), (instance.State.Name.Value, instance.PrivateIpAddress));
    }

    [Fact]
    public async Task A_spot_instance_that_is_taken_back_runs_two_minutes_more()
    {
        await using var sky = await Sky.StartAsync();
        var id = (await sky.LaunchAsync(change: request => request.InstanceMarketOptions = new InstanceMarketOptionsRequest { MarketType = MarketType.Spot })).Single();
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(sky.Emulator.AnnounceSpotEnd(id));
        sky.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal("running", await sky.StateOfAsync(id));
        sky.Clock.Advance(TimeSpan.FromMinutes(1));

        var instance = (await sky.DescribeAsync(id)).Single();
        Assert.Equal(("terminated", "Server.SpotInstanceTermination", "spot"), (instance.State.Name.Value, instance.StateReason.Code, instance.InstanceLifecycle.Value));
    }

    [Fact]
    public async Task Disks_go_with_their_instance_unless_they_were_to_stay_and_then_they_are_in_the_ledger_until_deleted()
    {
        await using var sky = await Sky.StartAsync();
        var id = (await sky.LaunchAsync(change: request => request.BlockDeviceMappings =
        [
            new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 20 } },
            new BlockDeviceMapping { DeviceName = "/dev/xvdb", Ebs = new EbsBlockDevice { VolumeSize = 100, DeleteOnTermination = false } },
        ])).Single();
        await sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [id] }, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await sky.Client.DescribeVolumesAsync(new DescribeVolumesRequest { Filters = [new Filter("tag:camp", ["demo"])] }, TestContext.Current.CancellationToken)).Volumes.Count);
        sky.Clock.Advance(TimeSpan.FromMinutes(1));

        var left = Assert.Single(sky.Ledger.LeftVolumes);
        await sky.Client.DeleteVolumeAsync(new DeleteVolumeRequest(left), TestContext.Current.CancellationToken);
        Assert.Empty(sky.Ledger.LeftVolumes);
    }
}
