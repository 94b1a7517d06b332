using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ShipAgent.Machine;
using Microsoft.Extensions.Time.Testing;
using ShipAgent.Settings;
using Xunit;

namespace ShipAgent.Tests.Machine;

public sealed class MetadataTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task The_machine_says_who_it_is_and_a_token_serves_many_questions()
    {
        await using var fake = await FakeMetadata.StartAsync();
        using var http = InstanceMetadata.Client(fake.Url);

        Assert.Equal(new CloudMachine("i-0123456789abcdef0", "10.0.1.17", false), await new InstanceMetadata(http).IntroduceAsync(Never));
        Assert.Equal(1, fake.Tokens);
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_replaced()
    {
        await using var fake = await FakeMetadata.StartAsync();
        using var http = InstanceMetadata.Client(fake.Url);
        var metadata = new InstanceMetadata(http);
        await metadata.ReadAsync("instance-id", Never);
        fake.Expire();

        Assert.Equal("10.0.1.17", await metadata.ReadAsync("local-ipv4", Never));
        Assert.Null(await metadata.ReadAsync("spot/instance-action", Never));
        Assert.Equal(2, fake.Tokens);
    }

    [Theory]
    [InlineData("instance-id", "<html>")]
    [InlineData("instance-id", "")]
    [InlineData("local-ipv4", "metadata.example.org")]
    public async Task Answers_that_are_no_machines_make_none(string path, string value)
    {
        await using var fake = await FakeMetadata.StartAsync();
        fake.Values[path] = value;
        using var http = InstanceMetadata.Client(fake.Url);

        Assert.Null(await new InstanceMetadata(http).IntroduceAsync(Never));
    }

    [Fact]
    public async Task The_agent_asks_until_the_service_answers()
    {
        var fake = await FakeMetadata.StartAsync();
        fake.Values.TryRemove("instance-id", out _);
        var asking = Introduction.AskAsync(new AgentSettings { Machine = "ec2", MetadataUrl = fake.Url }, TimeProvider.System, TestContext.Current.CancellationToken);
        fake.Values["instance-id"] = "i-0123456789abcdef0";

        Assert.Equal("i-0123456789abcdef0", (await asking)!.InstanceId);
        await fake.DisposeAsync();
        Assert.Null(await Introduction.AskAsync(new AgentSettings(), TimeProvider.System, Never));
    }

    [Fact]
    public async Task A_spot_notice_is_told_once_and_at_once()
    {
        await using var fake = await FakeMetadata.StartAsync();
        using var http = InstanceMetadata.Client(fake.Url);
        var notice = new SpotNotice(TimeProvider.System);
        using var watch = new SpotWatch(new InstanceMetadata(http), new CloudMachine("i-0123456789abcdef0", "10.0.1.17", true), notice, TimeProvider.System, NullLogger<SpotWatch>.Instance);

        await watch.AskAsync(Never);
        Assert.Null(notice.At);
        fake.Values["spot/instance-action"] = """{"action": "terminate", "time": "2027-03-01T08:22:00Z"}""";
        await watch.AskAsync(Never);

        Assert.Equal(DateTimeOffset.Parse("2027-03-01T08:22:00Z", CultureInfo.InvariantCulture), notice.At);
        await notice.Given.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Never);
    }

    // The mux moves the attendee at once: what is in the home must be on its shelf by then.
    [Fact]
    public void The_mux_is_told_once_the_homes_are_copied_or_when_that_takes_too_long()
    {
        var clock = new FakeTimeProvider();
        var (copied, stuck) = (new SpotNotice(clock), new SpotNotice(clock));
        var end = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        copied.Tell(end);
        stuck.Tell(end);
        Assert.Equal((0, 0), (copied.UnixSeconds, stuck.UnixSeconds));
        copied.HomesCopied();
        Assert.Equal((1_800_000_000, 0), (copied.UnixSeconds, stuck.UnixSeconds));
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1_800_000_000, stuck.UnixSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"time": 5}""")]
    [InlineData("""{"time": "soon"}""")]
    public void Anything_else_is_no_notice(string answer) => Assert.Null(SpotWatch.EndOf(answer));
}
