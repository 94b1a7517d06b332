using Contracts.Control;
using Contracts.Tests.Protos;
using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class CallShapeTests
{
    [Fact]
    public async Task A_method_mapped_with_the_wrong_types_or_kind_stops_the_start()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => WireHost.StartAsync(endpoints =>
            endpoints.MapUnary<Ask, Nothing>(ProbeMethods.Unary, static (_, _) => Task.FromResult(new Nothing()))));
        await Assert.ThrowsAsync<ArgumentException>(() => WireHost.StartAsync(endpoints =>
            endpoints.MapUnary<Ask, Answer>(ProbeMethods.PingPong, static (_, _) => Task.FromResult(new Answer()))));
        await Assert.ThrowsAsync<ArgumentException>(() => WireHost.StartAsync(endpoints =>
            endpoints.MapDuplexStreaming<Ask, Answer>(ProbeMethods.Spread, static (_, _, _) => Task.CompletedTask)));
    }

    [Fact]
    public async Task A_call_with_the_wrong_types_or_kind_is_refused_before_it_is_sent()
    {
        using var channel = new GrpcChannel(new Uri("http://127.0.0.1:1"));
        await Assert.ThrowsAsync<ArgumentException>(() => channel.UnaryCallAsync<Nothing, Answer>(ProbeMethods.Unary, new Nothing()));
        Assert.Throws<ArgumentException>(() => channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.Unary));
    }

    [Fact]
    public void The_control_channels_methods_are_those_of_the_proto()
    {
        Assert.Equal("risecamp.control.v1.Enrollment.Enroll", ControlMethods.Enroll.FullName);
        Assert.Equal("risecamp.control.v1.Control.Renew", ControlMethods.Renew.FullName);
        Assert.Equal("/risecamp.control.v1.Control/Connect", CallShape<AgentMessage, MuxMessage>.Of(ControlMethods.Connect, true, true).Path);
    }

    [Fact]
    public void An_address_that_is_none_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GrpcChannel(new Uri("unix:/tmp/socket")));
}
