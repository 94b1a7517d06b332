using Contracts.Tests.Protos;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task A_wire_that_goes_dead_ends_a_silent_call_on_both_sides()
    {
        var second = TimeSpan.FromSeconds(1);
        var service = new ProbeService();
        await using var host = await WireHost.StartAsync(service.Map, kestrelOptions: kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = second;
            kestrel.Limits.Http2.KeepAlivePingTimeout = second;
        });
        using var proxy = new FreezableProxy(host.Address);
        using var handler = GrpcChannelOptions.CreateHandler();
        (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (second, second);
        using var channel = new GrpcChannel(proxy.Address, new GrpcChannelOptions { Handler = handler });
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());

        proxy.Freeze();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        // HttpClient tells a ping without an answer like a protocol error of the peer: reconnect on INTERNAL too.
        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Equal("PingPong", await service.Cancelled.ReadAsync());
    }
}
