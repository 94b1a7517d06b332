using Contracts.Tests.Protos;
using Contracts.Wire;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class CancellationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_call_is_no_half_close_for_the_server(bool byToken)
    {
        var end = new TaskCompletionSource<string>();
        await using var host = await WireHost.StartAsync(WatchedDuplex(end));
        using var channel = host.Channel();
        using var cancel = new CancellationTokenSource();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, new CallOptions(CancellationToken: cancel.Token));
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());

        if (byToken)
        {
            await cancel.CancelAsync();
        }
        else
        {
            call.Dispose();
        }

        Assert.Equal("cancelled, and the call's token with it", await end.Task);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ask()))).StatusCode);
    }

    [Fact]
    public async Task A_token_given_to_a_read_cancels_the_call()
    {
        var end = new TaskCompletionSource<string>();
        await using var host = await WireHost.StartAsync(WatchedDuplex(end));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());
        using var cancel = new CancellationTokenSource();
        var waiting = call.ResponseStream.MoveNext(cancel.Token);

        await cancel.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => waiting)).StatusCode);
        Assert.Equal("cancelled, and the call's token with it", await end.Task);
    }

    [Fact]
    public async Task A_half_close_is_no_goodbye()
    {
        var end = new TaskCompletionSource<string>();
        await using var host = await WireHost.StartAsync(WatchedDuplex(end));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal("half-closed", await end.Task);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_disposed_server_stream_frees_its_handler()
    {
        var service = new ProbeService();
        await using var host = await WireHost.StartAsync(service.Map);
        using var channel = host.Channel();
        var ask = new SpreadAsk();
        ask.Sizes.AddRange(Enumerable.Repeat(1 << 20, 500));
        using var call = channel.ServerStreamingCall<SpreadAsk, Answer>(ProbeMethods.Spread, ask);
        Assert.True(await call.ResponseStream.MoveNext());

        call.Dispose();

        Assert.Equal("Spread", await service.Cancelled.ReadAsync());
    }

    [Fact]
    public async Task A_stopping_host_ends_its_open_streams()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());

        host.BeginStopping();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    /// <summary>Passes no token on purpose: what the body reader says must be enough.</summary>
    private static Action<IEndpointRouteBuilder> WatchedDuplex(TaskCompletionSource<string> end) =>
        endpoints => endpoints.MapDuplexStreaming<Ask, Answer>(ProbeMethods.PingPong, async (asks, answers, context) =>
        {
            try
            {
                while (await asks.MoveNext())
                {
                    await answers.WriteAsync(new Answer());
                }

                end.SetResult("half-closed");
            }
            catch (OperationCanceledException)
            {
                end.SetResult(context.CancellationToken.IsCancellationRequested ? "cancelled, and the call's token with it" : "cancelled alone");
                throw;
            }
            catch (Exception error)
            {
                end.SetResult(error.ToString());
                throw;
            }
        });
}
