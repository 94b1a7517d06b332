using Ec2Emulator.Lies;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Providers.Ec2;

/// <summary>A camp on the emulator, which lies as AWS does and keeps a book of what truly happened.</summary>
public sealed class Ec2FaultTests
{
    private static readonly FaultPlan Lies = new()
    {
        ThrottlePercent = 5, CutPercent = 5, PartialPercent = 20, LagFromSeconds = 30, LagToSeconds = 60, Buckets = true, Shortages = [new Shortage("us-east-1a")],
    };

    // No instance above the goal, none untracked after ten minutes (the camp checks both at every step), none left after the end.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_fleet_of_fifty_reaches_its_goal_whatever_the_cloud_does_and_leaves_nothing(int seed)
    {
        using var folder = new TemporaryFolder();
        var time = new HastyTime();
        await using var cloud = await EmulatedEc2.StartAsync(time, Lies, seed);
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time, cloud.Settings with { MaxBatch = 5 });
        camp.MostWanted = 50;
        await camp.GoalAsync(50);
        await camp.UntilAvailableAsync(50);
        await camp.GoalAsync(20);
        await camp.UntilAsync(() => cloud.Alive().Count == 20 && camp.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == 20);
        await camp.GoalAsync(50);
        await camp.UntilAvailableAsync(50);
        await camp.TakeDownAsync();

        var book = cloud.Ledger;
        Assert.Equal((80, 50), (book.Lives.Count, book.MostAtOnce(_ => true)));
        Assert.All(book.Lives, life => Assert.Equal(("spring", "us-east-1b", true), (life.Tags["risecamp:camp"], life.Zone, life.EndedAt is not null)));
        Assert.Empty(book.LeftVolumes);
        Assert.Superset(new HashSet<string> { "", "InsufficientInstanceCapacity", "RequestLimitExceeded" }, book.Calls.Select(call => call.Error ?? "").ToHashSet()); // it did lie
        Assert.Contains(book.Calls, call => call.Cut);
    }

    [Fact]
    public async Task Every_second_machine_that_dies_at_once_is_replaced_in_the_end()
    {
        using var folder = new TemporaryFolder();
        var time = new HastyTime();
        await using var cloud = await EmulatedEc2.StartAsync(time, new FaultPlan { DieAtOncePercent = 50 });
        await using var camp = await Ec2Camp.StartAsync(folder, cloud, time, cloud.Settings);
        await camp.GoalAsync(10);
        await camp.UntilAvailableAsync(10);
        Assert.Contains(camp.Fleet.Ships.Values, ship => ship.Cause == TerminationCause.Failed && ship.Reason.Contains("Client.VolumeLimitExceeded", StringComparison.Ordinal));
        await camp.TakeDownAsync();
        Assert.Empty(cloud.Alive());
    }

    [Theory]
    [InlineData(false)] // before: the call never got there
    [InlineData(true)] // after: it took effect, and nobody heard of it
    public async Task A_mux_that_is_killed_at_any_call_makes_nothing_twice_and_loses_nothing(bool after)
    {
        var fatal = 0;
        while (await LiveAndDieAsync(++fatal, after))
        {
        }

        Assert.True(fatal > 10, $"{fatal} calls are too few to mean anything");
    }

    // False when the mux came through without that many calls.
    private static async Task<bool> LiveAndDieAsync(int fatal, bool after)
    {
        using var folder = new TemporaryFolder();
        var time = new HastyTime();
        await using var cloud = await EmulatedEc2.StartAsync(time);
        using var death = new FatalHandler(cloud.Handler, fatal, after);
        await using (var camp = await Ec2Camp.StartAsync(folder, cloud, time, cloud.Settings with { MaxBatch = 2 }, death))
        {
            death.Kill = camp.Kill;
            await PlayAsync(camp, death, 3);
            await PlayAsync(camp, death, 1);
        }

        await using var again = await Ec2Camp.StartAsync(folder, cloud, time, cloud.Settings with { MaxBatch = 2 });
        var goal = again.Fleet.Goal;
        await again.UntilAsync(() => again.Fleet.Count(ShipState.Available) == goal && again.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == goal && cloud.Alive().Count == goal);
        Assert.Equal((3, 3), (cloud.Launched, cloud.Ledger.MostAtOnce(_ => true)));
        await again.TakeDownAsync();
        Assert.Empty(cloud.Alive());
        return death.Killed;
    }

    private static async Task PlayAsync(Ec2Camp camp, FatalHandler death, int ships)
    {
        if (!death.Killed)
        {
            await camp.GoalAsync(ships);
        }

        for (var i = 0; i < 200 && !death.Killed && !(camp.Fleet.Count(ShipState.Available) == ships && camp.Fleet.Ships.Values.Count(ship => !ship.Reclaimed) == ships); i++)
        {
            await camp.StepAsync();
        }
    }
}
