using Mux.Fleet;
using Mux.Providers;
using Mux.Providers.Ec2;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

public sealed class Ec2MachineTests : IDisposable
{
    private readonly Ec2Rig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task The_whole_fleet_is_one_look_of_as_many_calls_as_there_are_pages()
    {
        await rig.LaunchAsync(rig.Batch(25));
        rig.Cloud.PageSize = 10;
        var machines = await rig.ListAsync();
        Assert.Equal((25, 3), (machines.DistinctBy(machine => machine.ProviderId).Count(), rig.Cloud.Of("DescribeInstances").Count));
        Assert.All(rig.Cloud.Of("DescribeInstances"), call => Assert.Equal(("tag:risecamp:camp", "spring", "1000"), (call["Filter.1.Name"], call["Filter.1.Value.1"], call["MaxResults"])));
        Assert.All(machines, machine => Assert.Equal(("b-1", "t3.large", MachineState.Alive, 32), (machine.Batch, machine.Type, machine.State, machine.Block!.Value.PrefixLength)));
    }

    [Theory]
    [InlineData("pending", nameof(MachineState.Alive))]
    [InlineData("running", nameof(MachineState.Alive))]
    [InlineData("stopping", nameof(MachineState.Down))]
    [InlineData("stopped", nameof(MachineState.Down))]
    [InlineData("shutting-down", nameof(MachineState.Ending))]
    [InlineData("terminated", nameof(MachineState.Gone))]
    public async Task States_are_read(string state, string meant)
    {
        await rig.LaunchAsync(rig.Batch(1));
        (rig.Cloud.Instances[0].State, rig.Cloud.Instances[0].Reason) = (state, "Client.VolumeLimitExceeded");
        var machine = Assert.Single(await rig.ListAsync());
        Assert.Equal((meant, meant is "Ending" or "Gone" ? "Client.VolumeLimitExceeded: said the cloud" : ""), (machine.State.ToString(), machine.Reason));
    }

    // A server whose filter lets everything through must not make other people's machines ours.
    [Theory]
    [InlineData("risecamp:camp", "summer")]
    [InlineData("risecamp:camp", "Spring")]
    [InlineData("risecamp:camps", "spring")]
    [InlineData("camp", "spring")]
    [InlineData(null, null)]
    public async Task A_foreign_machine_is_not_even_seen(string? key, string? value)
    {
        rig.Cloud.Instances.Add(new Ec2Instance("i-foreign", "", "t3.large", "10.0.9.9", key is null ? [] : new() { [key] = value!, ["risecamp:batch"] = "b-1" }));
        rig.Cloud.Script("DescribeInstances", 1, (call, _) => ScriptedEc2.Unfiltered(rig.Cloud.Instances));
        Assert.Empty(await rig.ListAsync());
    }

    [Fact]
    public async Task A_machine_is_gone_when_it_is_listed_as_terminated_and_not_before()
    {
        await rig.LaunchAsync(rig.Batch(1));
        await rig.ListAsync();
        var instance = rig.Cloud.Instances[0];
        Assert.False(await rig.EndAsync(instance.Id));
        Assert.False(await rig.EndAsync(instance.Id)); // asked for a moment ago: not asked again
        Assert.Single(rig.Cloud.Of("TerminateInstances"));
        instance.State = "terminated";
        Assert.False(await rig.EndAsync(instance.Id)); // the look is older
        await rig.ListAsync();
        Assert.True(await rig.EndAsync(instance.Id));
        Assert.Single(rig.Cloud.Of("TerminateInstances"));
    }

    [Fact]
    public async Task A_machine_that_is_not_listed_is_gone_only_after_long()
    {
        await rig.LaunchAsync(rig.Batch(2));
        rig.Cloud.Instances[0].Visible = false;
        await rig.ListAsync();
        var ends = rig.Cloud.Instances.Select(instance => new MachineEnd(null, instance.Id, false)).ToArray();
        Assert.Equal([false, false], await rig.Provider.TerminateAsync([.. ends], CancellationToken.None));
        Assert.Equal("shutting-down", rig.Cloud.Instances[1].State); // the one that EC2 does not know held the other up for one call
        rig.Time.Advance(TimeSpan.FromMinutes(11));
        await rig.ListAsync();
        Assert.True(await rig.EndAsync(rig.Cloud.Instances[0].Id));
    }

    [Fact]
    public async Task Taking_down_asks_again_after_a_while()
    {
        await rig.LaunchAsync(rig.Batch(1));
        rig.Cloud.Script("TerminateInstances", 1, (_, _) => ScriptedEc2.Error("OperationNotPermitted", "protected"));
        await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(() => rig.EndAsync(rig.Cloud.Instances[0].Id));
        Assert.False(await rig.EndAsync(rig.Cloud.Instances[0].Id));
        rig.Time.Advance(TimeSpan.FromSeconds(21));
        Assert.False(await rig.EndAsync(rig.Cloud.Instances[0].Id));
        Assert.Equal("shutting-down", rig.Cloud.Instances[0].State);
    }

    [Fact]
    public async Task Each_machine_gets_its_ships_name_in_its_own_time()
    {
        var batch = rig.Batch(3);
        var made = Assert.IsType<LaunchAnswer.Made>(await rig.LaunchAsync(batch));
        rig.Cloud.Fail("CreateTags", "InvalidInstanceID.NotFound"); // so new that not all of EC2 knows it
        var tagger = rig.Get<Ec2Tagger>();
        await tagger.StartAsync(CancellationToken.None);
        while (rig.Cloud.Of("CreateTags").Count < 4)
        {
            await Task.Yield();
        }

        await tagger.StopAsync(CancellationToken.None);
        Assert.Equal(batch.Ships.Select(ship => ship.Value), made.Machines.Select(machine => rig.Cloud.Instances.Single(instance => instance.Id == machine.ProviderId).Tags["risecamp:ship"]));
    }
}
