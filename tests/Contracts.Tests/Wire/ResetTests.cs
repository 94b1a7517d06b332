using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class ResetTests
{
    private static readonly Ask Large = new() { Payload = ByteString.CopyFrom(new byte[3_900_000]) };

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x7, StatusCode.Unavailable)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task A_reset_during_an_upload_keeps_its_code(int code, StatusCode status)
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", async http =>
        {
            await http.Request.BodyReader.ReadAsync();
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(code);
        }));
        using var channel = host.Channel();

        var unary = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, Large));
        Assert.Equal(status, unary.StatusCode);

        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        var write = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(Large);
            }
        });
        Assert.Equal(status, write.StatusCode);
        Assert.Equal(status, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_reset_reaches_a_reader_that_waits_while_nothing_is_written()
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", async http =>
        {
            await http.Request.BodyReader.ReadAsync();
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0xb);
        }));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task A_write_after_the_server_ended_the_call_tells_the_servers_status_and_loses_no_message()
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.MapDuplexStreaming<Ask, Answer>(
            ProbeMethods.PingPong,
            async (asks, answers, context) =>
            {
                await asks.MoveNext(context.CancellationToken);
                for (var i = 1; i <= 3; i++)
                {
                    await answers.WriteAsync(new Answer { Sum = i });
                }

                throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not like this."), new Metadata { { "x-why", "because" } });
            }));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(Large);
            }
        });

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "Not like this."), error.Status);
        Assert.Equal("because", error.Trailers.GetValue("x-why"));
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Sum);
        }

        Assert.Equal(error.Status, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).Status);
        Assert.Equal(error.Status, call.GetStatus());
        Assert.Equal("because", call.GetTrailers().GetValue("x-why"));
    }

    [Fact]
    public async Task A_server_that_refuses_an_upload_early_is_heard()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map);
        using var channel = host.Channel(options => options.MaxSendMessageSize = int.MaxValue);
        var huge = new Ask { Payload = ByteString.CopyFrom(new byte[30_000_000]) };
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, huge));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task A_connection_that_breaks_makes_the_call_unavailable()
    {
        var heard = new TaskCompletionSource();
        await using var host = await WireHost.StartAsync(endpoints => endpoints.MapDuplexStreaming<Ask, Answer>(
            ProbeMethods.PingPong,
            async (asks, answers, context) =>
            {
                await asks.MoveNext();
                await answers.WriteAsync(new Answer());
                await heard.Task;
                context.HttpContext.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>().Abort();
                await asks.MoveNext();
            }));
        using var channel = host.Channel();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext());
        heard.SetResult();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task An_unreachable_server_is_unavailable()
    {
        using var channel = new GrpcChannel(new Uri("http://127.0.0.1:1"));
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }
}
