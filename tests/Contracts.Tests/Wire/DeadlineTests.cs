using Contracts.Tests.Protos;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_deadline_that_falls_between_headers_and_messages_ends_the_call_on_both_sides()
    {
        var service = new ProbeService();
        await using var host = await WireHost.StartAsync(service.Map);
        var clock = new ManualClock();
        using var channel = host.Channel(options => options.Clock = clock);
        var headers = new Metadata { { "x-echo-initial", "here" } };
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, new CallOptions(headers, clock.GetUtcNow().UtcDateTime + Hour));
        Assert.Equal("here", (await call.ResponseHeadersAsync).GetValue("x-echo-initial"));

        clock.Advance(Hour);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        Assert.Equal("PingPong", await service.Cancelled.ReadAsync());
    }

    [Fact]
    public async Task A_deadline_ends_a_read_that_waits()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        var clock = new ManualClock();
        using var channel = host.Channel(options => options.Clock = clock);
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, new CallOptions(Deadline: clock.GetUtcNow().UtcDateTime + Hour));
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());
        var waiting = call.ResponseStream.MoveNext();

        clock.Advance(Hour);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => waiting)).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask()))).StatusCode);
    }

    [Fact]
    public async Task The_server_keeps_the_deadline_by_its_own_clock_and_says_so()
    {
        var clock = new ManualClock();
        var begun = new TaskCompletionSource<DateTime>();
        await using var host = await WireHost.StartAsync(
            endpoints => endpoints.MapUnary<Nothing, Nothing>(ProbeMethods.Empty, async (_, context) =>
            {
                begun.SetResult(context.Deadline);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                return new Nothing();
            }),
            clock: clock);
        using var channel = host.Channel();
        var call = channel.UnaryCallAsync<Nothing, Nothing>(
            ProbeMethods.Empty, new Nothing(), new CallOptions(Deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Hour));

        Assert.Equal(clock.GetUtcNow().UtcDateTime + Hour, await begun.Task, TimeSpan.FromMinutes(10));
        clock.Advance(Hour);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
    }

    [Fact]
    public async Task A_deadline_frees_a_handler_whose_write_waits_for_a_client_that_does_not_read()
    {
        var clock = new ManualClock();
        var given = new TaskCompletionSource<bool>();
        await using var host = await WireHost.StartAsync(
            endpoints => endpoints.MapServerStreaming<SpreadAsk, Answer>(ProbeMethods.Spread, async (_, answers, context) =>
            {
                try
                {
                    while (true)
                    {
                        await answers.WriteAsync(new Answer { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[1 << 20]) });
                    }
                }
                catch (OperationCanceledException)
                {
                    given.SetResult(context.CancellationToken.IsCancellationRequested);
                    throw;
                }
            }),
            clock: clock);
        using var channel = host.Channel();
        using var call = channel.ServerStreamingCall<SpreadAsk, Answer>(
            ProbeMethods.Spread, new SpreadAsk(), new CallOptions(Deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Hour));
        Assert.True(await call.ResponseStream.MoveNext());

        clock.Advance(Hour);

        Assert.True(await given.Task);
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
        // A reset when the write was cut off, a status when the deadline fell between two writes.
        Assert.Contains(call.GetStatus().StatusCode, (StatusCode[])[StatusCode.Cancelled, StatusCode.DeadlineExceeded]);
    }

    [Theory]
    [InlineData("0S", "4")]
    [InlineData("0n", "4")]
    [InlineData("S", "13")]
    [InlineData("1", "13")]
    [InlineData("-1S", "13")]
    [InlineData("+1S", "13")]
    [InlineData("1.5S", "13")]
    [InlineData("1x", "13")]
    [InlineData("123456789S", "13")]
    [InlineData("99999999H", "0")]
    [InlineData("1H", "0")]
    public async Task A_timeout_of_zero_expires_at_once_and_a_malformed_one_is_refused(string timeout, string status)
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        var answer = await RawCall.PostAsync(
            host.Address, "/risecamp.wiretest.v1.Probe/Empty", RawCall.Frame(new Nothing()), headers: ("grpc-timeout", timeout));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_call_whose_deadline_has_passed_is_not_sent()
    {
        using var channel = new GrpcChannel(new Uri("http://127.0.0.1:1"));
        var past = new CallOptions(Deadline: DateTime.UnixEpoch);
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing(), past));
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [Theory]
    [InlineData(1, "1u")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(36_000_000_000, "3600000m")]
    [InlineData(36_000_000_001, "3600001m")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_eight_digits_and_rounded_up(long ticks, string text)
    {
        Assert.Equal(text, GrpcTimeout.Format(new TimeSpan(ticks)));
        Assert.True(GrpcTimeout.TryParse(text, out var parsed));
        Assert.True(parsed.Ticks >= Math.Min(ticks, TimeSpan.FromDays(4_000_000).Ticks));
    }
}
