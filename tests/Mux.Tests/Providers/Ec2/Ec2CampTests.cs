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
        Assert.Empty(camp.Running);
        Assert.Equal(3, cloud.Of("TerminateInstances").Count);
    }

    // 5 % throttled, 5 % of answers lost after they took effect, a list that lags by a minute, one zone without capacity.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_fleet_of_fifty_reaches_its_goal_whatever_the_cloud_does_and_leaves_nothing(int seed)
    {
        var random = new Random(seed);
        cloud.Lag = TimeSpan.FromMinutes(1);
        cloud.Full.Add("subnet-a");
        cloud.Chaos = (_, answer) => random.Next(20) switch
        {
            0 => ScriptedEc2.Error("RequestLimitExceeded", "slower", 503),
            1 => Lose(answer),
            _ => answer(),
        };
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time, ec2 => ec2 with { MaxBatch = 7 });
        camp.MostWanted = 50;
        await camp.GoalAsync(50);
        await camp.UntilAvailableAsync(50);
        await camp.GoalAsync(20);
        await camp.UntilAsync(() => camp.Running.Count() == 20 && camp.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == 20);
        await camp.GoalAsync(50);
        await camp.UntilAvailableAsync(50);
        await camp.TakeDownAsync();
        Assert.Empty(camp.Running);
    }

    // Before: the call never got there. After: it took effect and nobody heard of it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mux_that_is_killed_at_any_call_makes_nothing_twice_and_loses_nothing(bool after)
    {
        for (var fatal = 1; ; fatal++)
        {
            using var own = new TemporaryFolder();
            var clock = new HastyTime();
            using var ec2 = new ScriptedEc2(clock);
            if (!await LiveAndDieAsync(own, ec2, clock, fatal, after))
            {
                Assert.True(fatal > 8, "too few calls to mean anything");
                return;
            }
        }
    }

    [Fact]
    public async Task Machines_of_a_lost_store_are_taken_down_within_ten_minutes_and_foreign_ones_never()
    {
        await using (var camp = await Ec2Camp.StartAsync(folder, cloud, time))
        {
            await camp.GoalAsync(5);
            await camp.UntilAvailableAsync(5);
        }

        Ec2Instance[] foreign = [Foreign("i-1", ("risecamp:camp", "summer")), Foreign("i-2"), Foreign("i-3", ("risecamp:camps", "spring")), Foreign("i-4", ("risecamp:batch", "b-1")), Foreign("i-5", ("risecamp:camp", "spring-2"))];
        cloud.Instances.AddRange(foreign);
        using var empty = new TemporaryFolder();
        await using var another = await Ec2Camp.StartAsync(empty, cloud, time, ec2 => ec2 with { SweepCap = 2 });
        await another.GoalAsync(0);
        var start = time.GetUtcNow();
        await another.UntilAsync(() => !another.Running.Any());
        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)); // three sweeps of at most two
        Assert.All(foreign, instance => Assert.Equal("running", instance.State));
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

        var concern = Assert.Single(LaunchConcerns.Of(camp.Fleet, time.GetUtcNow())).Text;
        Assert.StartsWith("32 of 50 ships have no machine: m7i.large in subnet-b: InsufficientInstanceCapacity: no capacity; t3.large in subnet-a: InsufficientInstanceCapacity: no capacity.", concern, StringComparison.Ordinal);
        Assert.InRange(cloud.Of("RunInstances").Count, 4, 16); // with pauses that grow
        cloud.Room = 1000;
        await camp.UntilAvailableAsync(50);
        Assert.Empty(LaunchConcerns.Of(camp.Fleet, time.GetUtcNow()));
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
        await new MachineOrders(camp.Store).RetryLaunchesAsync(new Orderer("me", "here"), CancellationToken.None);
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

    private static HttpResponseMessage Lose(Func<HttpResponseMessage> answer)
    {
        answer().Dispose();
        throw new HttpRequestException("connection reset");
    }

    private static Ec2Instance Foreign(string id, params (string Key, string Value)[] tags) => new(id, "", "t3.large", "10.9.9.9", tags.ToDictionary(tag => tag.Key, tag => tag.Value)) { State = "running" };

    // False when the mux came through without that many calls.
    private static async Task<bool> LiveAndDieAsync(TemporaryFolder folder, ScriptedEc2 cloud, HastyTime time, int fatal, bool after)
    {
        var killed = false;
        await using (var camp = await Ec2Camp.StartAsync(folder, cloud, time, ec2 => ec2 with { MaxBatch = 2 }))
        {
            cloud.Chaos = (_, answer) =>
            {
                if (!killed && cloud.Calls.Count < fatal)
                {
                    return answer();
                }

                if (!killed && after)
                {
                    answer().Dispose();
                }

                killed = true;
                camp.Kill();
                throw new OperationCanceledException("killed");
            };
            await camp.GoalAsync(3);
            await PlayAsync(camp, () => killed, () => camp.Fleet.Count(ShipState.Available) == 3);
            if (!killed)
            {
                await camp.GoalAsync(1);
                await PlayAsync(camp, () => killed, () => camp.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == 1);
            }
        }

        cloud.Chaos = null;
        await using var again = await Ec2Camp.StartAsync(folder, cloud, time, ec2 => ec2 with { MaxBatch = 2 });
        var goal = again.Fleet.Goal;
        await again.UntilAsync(() => again.Fleet.Count(ShipState.Available) == goal && again.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == goal && again.Running.Count() == goal);
        Assert.Equal(3, cloud.Instances.Count); // in its whole life: none twice
        await again.TakeDownAsync();
        Assert.Empty(again.Running);
        return killed;
    }

    private static async Task PlayAsync(Ec2Camp camp, Func<bool> dead, Func<bool> done)
    {
        for (var i = 0; i < 200 && !dead() && !done(); i++)
        {
            await camp.StepAsync();
        }
    }
}
