using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

public sealed class Ec2CampTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HastyTime time = new();
    private readonly ScriptedEc2 cloud;

    public Ec2CampTests() => cloud = new ScriptedEc2(time);

    public void Dispose()
    {
        cloud.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Three_hundred_ships_take_three_launches_and_go_by_three_terminations()
    {
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time);
        camp.MostWanted = 300;
        await camp.GoalAsync(300);
        await camp.UntilAvailableAsync(300);
        Assert.Equal((3, 300), (cloud.Of("RunInstances").Count, cloud.Instances.Count));
        Assert.Equal(300, camp.Fleet.Ships.Values.Select(ship => ship.ProviderId).Distinct().Count());
        await camp.TakeDownAsync();
        Assert.Empty(cloud.Alive());
        Assert.Equal(3, cloud.Of("TerminateInstances").Count);
    }

    [Fact]
    public async Task Machines_of_a_lost_store_are_taken_down_within_ten_minutes_and_foreign_ones_never()
    {
        await using (var camp = await Ec2Camp.StartAsync(folder, cloud, time))
        {
            await camp.GoalAsync(5);
            await camp.UntilAvailableAsync(5);
        }

        File.Delete(folder.At("mux.db"));
        File.Delete(folder.At("mux.db-wal"));
        File.Delete(folder.At("mux.db-shm"));
        Ec2Instance[] foreign = [Foreign("i-1", ("risecamp:camp", "summer")), Foreign("i-2"), Foreign("i-3", ("risecamp:camps", "spring")), Foreign("i-4", ("risecamp:batch", "b-1")), Foreign("i-5", ("risecamp:camp", "spring-2"))];
        cloud.Instances.AddRange(foreign);
        await using var another = await Ec2Camp.StartAsync(folder, cloud, time, Ec2Rig.Settings with { SweepCap = 2 });
        await another.GoalAsync(0);
        var start = time.GetUtcNow();
        await another.UntilAsync(() => cloud.Alive().Count == 0);
        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)); // three sweeps of at most two
        Assert.All(foreign, instance => Assert.Equal("running", instance.State));
    }

    [Fact]
    public async Task Two_camps_of_one_name_leave_each_others_machines_alone()
    {
        using var elsewhere = new TemporaryFolder();
        await using var ours = await Ec2Camp.StartAsync(folder, cloud, time);
        await using var theirs = await Ec2Camp.StartAsync(elsewhere, cloud, time);
        await ours.GoalAsync(2);
        await ours.UntilAvailableAsync(2);
        await theirs.GoalAsync(3);
        await theirs.UntilAvailableAsync(3);
        for (var i = 0; i < 200; i++)
        {
            await ours.StepAsync();
            await theirs.StepAsync();
        }

        Assert.Equal(5, cloud.Alive().Count);
        Assert.Equal((2, 3), (Verdicts(ours, SweepVerdict.Keep), Verdicts(ours, SweepVerdict.Foreign)));
        Assert.Contains(MachineConcerns.Of(ours.Fleet, time.GetUtcNow()), concern => concern.Text.StartsWith("3 machines carry this camp's name but another fleet's id", StringComparison.Ordinal));
        await ours.TakeDownAsync();
        Assert.Equal(theirs.Fleet.Ships.Values.Select(ship => ship.ProviderId).Order(), cloud.Alive().Select(machine => machine.Id).Order());
    }

    [Fact]
    public async Task Without_room_anywhere_the_shortfall_is_said_and_filled_when_there_is_room()
    {
        cloud.Room = 18;
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time);
        await camp.GoalAsync(50);
        await camp.UntilAvailableAsync(18);
        for (var i = 0; i < 30; i++)
        {
            await camp.StepAsync();
        }

        var concern = Assert.Single(MachineConcerns.Of(camp.Fleet, time.GetUtcNow())).Text;
        Assert.StartsWith("32 of 50 ships have no machine: m7i.large in subnet-b: InsufficientInstanceCapacity: no capacity; t3.large in subnet-a: InsufficientInstanceCapacity: no capacity.", concern, StringComparison.Ordinal);
        Assert.InRange(cloud.Of("RunInstances").Count, 4, 16); // with pauses that grow
        cloud.Room = 1000;
        await camp.UntilAvailableAsync(50);
        Assert.Empty(MachineConcerns.Of(camp.Fleet, time.GetUtcNow()));
    }

    [Fact]
    public async Task What_only_a_person_can_mend_stops_launching_until_the_person_says_so()
    {
        cloud.Fail("RunInstances", "UnauthorizedOperation", 403);
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time);
        await camp.GoalAsync(2);
        await camp.UntilAsync(() => camp.Fleet.Board.Stop is not null);
        for (var i = 0; i < 200; i++)
        {
            await camp.StepAsync();
        }

        Assert.Single(cloud.Of("RunInstances"));
        Assert.Contains(FleetOutlook.Of(camp.Fleet, 0, time.GetUtcNow()).Concerns, concern => concern.Text.Contains("UnauthorizedOperation", StringComparison.Ordinal) && concern.Text.Contains("IAM policy", StringComparison.Ordinal));
        await new MachineOrders(camp.Store, camp.Get<CampDefinition>()).RetryLaunchesAsync(new Orderer("me", "here"), CancellationToken.None);
        await camp.UntilAvailableAsync(2);
    }

    [Fact]
    public async Task A_machine_that_dies_at_once_is_replaced_and_its_reason_is_the_clouds()
    {
        cloud.Script("RunInstances", 1, (_, answer) =>
        {
            var accepted = answer();
            (cloud.Instances[0].State, cloud.Instances[0].Reason) = ("terminated", "Client.VolumeLimitExceeded");
            return accepted;
        });
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time);
        await camp.GoalAsync(1);
        await camp.UntilAvailableAsync(1);
        var dead = camp.Fleet.Ships.Values.Single(ship => ship.ProviderId == cloud.Instances[0].Id);
        Assert.Equal((TerminationCause.Failed, "its machine ended: Client.VolumeLimitExceeded: said the cloud"), (dead.Cause, dead.Reason));
    }

    private int Verdicts(Ec2Camp camp, SweepVerdict verdict) => Sweep.Judge(camp.Fleet, time.GetUtcNow()).Count(pair => pair.Verdict == verdict);

    private static Ec2Instance Foreign(string id, params (string Key, string Value)[] tags) => new(id, "", "t3.large", "10.9.9.9", tags.ToDictionary(tag => tag.Key, tag => tag.Value)) { State = "running" };
}
