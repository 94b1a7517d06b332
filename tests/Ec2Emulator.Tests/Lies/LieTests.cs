using Amazon.EC2.Model;
using Amazon.Runtime;
using Ec2Emulator.Lies;
using Xunit;

namespace Ec2Emulator.Tests.Lies;

public sealed class LieTests
{
    [Fact]
    public async Task Within_its_lag_an_instance_is_neither_seen_nor_terminated_nor_tagged()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { LagFromSeconds = 60, LagToSeconds = 60 });
        var id = (await sky.LaunchAsync()).Single();
        sky.Clock.Advance(TimeSpan.FromSeconds(59));

        Assert.Empty(await sky.DescribeAsync());
        Assert.Equal("InvalidInstanceID.NotFound", (await Sky.RefusalAsync(() => sky.DescribeAsync(id))).Code);
        Assert.Equal("InvalidInstanceID.NotFound", (await Sky.RefusalAsync(() => sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [id] }))).Code);
        Assert.Equal("InvalidInstanceID.NotFound", (await Sky.RefusalAsync(() => sky.Client.CreateTagsAsync(new CreateTagsRequest { Resources = [id], Tags = [new Tag("a", "b")] }))).Code);
        sky.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("pending", await sky.StateOfAsync(id));
        sky.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("running", await sky.StateOfAsync(id));
    }

    [Fact]
    public async Task Lags_are_drawn_for_each_instance_between_the_bounds_and_the_same_seed_draws_the_same()
    {
        var plan = new FaultPlan { LagFromSeconds = 0, LagToSeconds = 300 };
        var drawn = new List<string>();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var sky = await Sky.StartAsync(plan, seed: 42);
            await sky.LaunchAsync(50);
            var lags = sky.Ledger.Lives.Select(life => (life.VisibleFrom - life.LaunchedAt).TotalSeconds).ToList();
            Assert.All(lags, lag => Assert.InRange(lag, 0, 300));
            Assert.True(lags.Max() - lags.Min() > 100);
            drawn.Add(string.Join(' ', sky.Ledger.Lives.Select(life => $"{life.Id}@{life.VisibleFrom:O}")));
        }

        Assert.Equal(drawn[0], drawn[1]);
    }

    [Fact]
    public async Task RunInstances_has_five_calls_at_once_and_two_a_second_and_a_thousand_instances()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { Buckets = true });
        for (var call = 0; call < 5; call++)
        {
            await sky.LaunchAsync();
        }

        var refusal = await Sky.RefusalAsync(() => sky.LaunchAsync());
        Assert.Equal((503, "RequestLimitExceeded"), (refusal.Status, refusal.Code));
        sky.Clock.Advance(TimeSpan.FromSeconds(1));
        await sky.LaunchAsync();
        await sky.LaunchAsync(990);
        sky.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("RequestLimitExceeded", (await Sky.RefusalAsync(() => sky.LaunchAsync(50))).Code);
    }

    [Fact]
    public async Task A_cut_call_has_its_effect_and_the_ledger_says_that_its_answer_was_never_sent()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { CutPercent = 100 });
        var request = Sky.Request(2);
        await Assert.ThrowsAnyAsync<Exception>(() => sky.Client.RunInstancesAsync(request));
        sky.Emulator.Faults = FaultPlan.None;
        var repeated = (await sky.Client.RunInstancesAsync(request)).Reservation;

        Assert.Equal(2, sky.Ledger.Lives.Count);
        Assert.Equal(sky.Ledger.Lives.Select(life => life.Id), repeated.Instances.Select(instance => instance.InstanceId));
        // The SDK's transport repeats a call whose connection broke by itself: the token makes that harmless.
        var calls = sky.Ledger.CallsOf("RunInstances").ToList();
        Assert.All(calls.SkipLast(1), call => Assert.True(call.Cut && call.Error is null));
        Assert.False(calls[^1].Cut);
        Assert.All(sky.Ledger.Lives, life => Assert.Equal(calls[0].Number, life.LaunchedBy));
    }

    [Fact]
    public async Task About_the_given_share_of_calls_is_throttled()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { ThrottlePercent = 20 });
        for (var call = 0; call < 200; call++)
        {
            try
            {
                await sky.DescribeAsync();
            }
            catch (AmazonServiceException exception) when (exception.ErrorCode == "RequestLimitExceeded")
            {
                continue;
            }
        }

        Assert.InRange(sky.Ledger.Calls.Count(call => call.Error == "RequestLimitExceeded"), 20, 60);
    }

    [Fact]
    public async Task A_zone_without_capacity_answers_500_and_with_some_of_it_launches_what_it_has()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { Shortages = [new Shortage("us-east-1a", "t3.large", 3)] });
        Assert.Equal(3, (await sky.LaunchAsync(10)).Count);
        var refusal = await Sky.RefusalAsync(() => sky.LaunchAsync(10));

        Assert.Equal((500, "InsufficientInstanceCapacity"), (refusal.Status, refusal.Code));
        Assert.Contains("us-east-1b", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await sky.LaunchAsync(10, request => request.SubnetId = Sky.SubnetB)).Count);
        Assert.Equal(10, (await sky.LaunchAsync(10, request => request.InstanceType = "m5.large")).Count);
    }

    [Fact]
    public async Task Partial_batches_are_smaller_than_asked_for_and_never_below_MinCount()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { PartialPercent = 100 });
        Assert.InRange((await sky.LaunchAsync(50)).Count, 1, 49);
        Assert.Equal(50, (await sky.LaunchAsync(50, request => request.MinCount = 50)).Count);
    }

    [Fact]
    public async Task Quotas_hold_for_what_runs_and_give_room_again_when_it_ends()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { Quotas = new Dictionary<string, double> { [Cloud.Quotas.StandardOnDemand] = 8 } });
        var ids = await sky.LaunchAsync(10);
        var refusal = await Sky.RefusalAsync(() => sky.LaunchAsync());
        await sky.Client.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = ids });

        Assert.Equal(4, ids.Count);
        Assert.Equal((400, "VcpuLimitExceeded"), (refusal.Status, refusal.Code));
        Assert.Equal(4, (await sky.LaunchAsync(10)).Count);
        sky.Emulator.Faults = new FaultPlan { InstanceLimit = 4 };
        Assert.Equal("InstanceLimitExceeded", (await Sky.RefusalAsync(() => sky.LaunchAsync())).Code);
    }

    [Fact]
    public async Task Over_the_storage_quota_the_launch_succeeds_and_the_instance_dies_at_once()
    {
        await using var sky = await Sky.StartAsync(new FaultPlan { Quotas = new Dictionary<string, double> { [Cloud.Quotas.Gp3Storage] = 0.015 } });
        var ids = await sky.LaunchAsync(2);
        sky.Clock.Advance(TimeSpan.FromMinutes(1));
        var instances = await sky.DescribeAsync([.. ids]);

        Assert.Equal("running", instances[0].State.Name.Value);
        Assert.Equal(("terminated", "Client.VolumeLimitExceeded"), (instances[1].State.Name.Value, instances[1].StateReason.Code));
    }
}
