using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class LimitTests
{
    [Theory]
    [InlineData(1000, 1000, int.MaxValue, int.MaxValue, StatusCode.ResourceExhausted)] // the server receives no more
    [InlineData(10_000, 10, int.MaxValue, int.MaxValue, StatusCode.ResourceExhausted)] // the server sends no more
    [InlineData(10_000, 10_000, 1000, int.MaxValue, StatusCode.ResourceExhausted)] // the client receives no more
    [InlineData(10_000, 10_000, int.MaxValue, 1000, StatusCode.ResourceExhausted)] // the client sends no more
    [InlineData(10_000, 10_000, int.MaxValue, int.MaxValue, StatusCode.OK)]
    public async Task A_message_over_the_limit_exhausts_a_resource(int serverReceives, int serverSends, int clientReceives, int clientSends, StatusCode status)
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map, options =>
        {
            options.MaxReceiveMessageSize = serverReceives;
            options.MaxSendMessageSize = serverSends;
        });
        using var channel = host.Channel(options =>
        {
            options.MaxReceiveMessageSize = clientReceives;
            options.MaxSendMessageSize = clientSends;
        });
        var ask = new Ask { AnswerSize = 5000, Payload = ByteString.CopyFrom(new byte[5000]) };
        Assert.Equal(status, await StatusOfAsync(() => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, ask)));
    }

    [Fact]
    public async Task Metadata_over_the_limit_exhausts_a_resource_in_each_direction()
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map, options => options.MaxMetadataSize = 2000);
        using var generous = host.Channel(options => options.MaxMetadataSize = 100_000);
        using var strict = host.Channel(options => options.MaxMetadataSize = 1000);
        Task<Answer> Call(GrpcChannel channel, Metadata headers) =>
            channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, new Ask { AnswerSize = 1 }, new CallOptions(headers));

        var fits = new Metadata { { "x-echo-trailing-bin", new byte[300] } };
        var tooLarge = new Metadata { { "x-other", new string('x', 3000) } };
        Assert.Equal(StatusCode.OK, await StatusOfAsync(() => Call(generous, fits)));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOfAsync(() => Call(generous, tooLarge)));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusOfAsync(() => Call(strict, tooLarge)));
    }

    [Fact]
    public async Task A_server_whose_trailers_are_too_large_is_refused()
    {
        await using var host = await WireHost.StartAsync(endpoints => endpoints.Map("{**path}", context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            context.Response.AppendTrailer("x-much", new string('x', 20_000));
            return Task.CompletedTask;
        }));
        using var channel = host.Channel();
        Assert.Equal(
            StatusCode.ResourceExhausted,
            await StatusOfAsync(() => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing())));
    }

    [Fact]
    public async Task A_client_that_does_not_read_stops_the_server()
    {
        const int Messages = 64;
        var written = 0;
        var all = new TaskCompletionSource();
        await using var host = await WireHost.StartAsync(endpoints => endpoints.MapServerStreaming<SpreadAsk, Answer>(
            ProbeMethods.Spread,
            async (_, answers, _) =>
            {
                var serialized = new Answer { Payload = ByteString.CopyFrom(new byte[1 << 20]) }.ToByteArray();
                for (; written < Messages; written++)
                {
                    await answers.WriteAsync(serialized);
                }

                all.SetResult();
            }));
        using var channel = host.Channel();
        using var call = channel.ServerStreamingCall<SpreadAsk, Answer>(ProbeMethods.Spread, new SpreadAsk());
        Assert.True(await call.ResponseStream.MoveNext());

        await AssertStillRunsAsync(all.Task);

        Assert.Equal(Messages - 1, await call.ResponseStream.ReadAllAsync().CountAsync(answer => answer.Payload.Length == 1 << 20));
        await all.Task;
    }

    [Fact]
    public async Task A_server_that_does_not_read_stops_the_client()
    {
        var read = new TaskCompletionSource();
        await using var host = await WireHost.StartAsync(endpoints => endpoints.MapClientStreaming<Ask, Answer>(
            ProbeMethods.Collect,
            async (asks, context) =>
            {
                await read.Task;
                return new Answer { Sum = await asks.ReadAllAsync(context.CancellationToken).Select(ask => ask.Payload.Length).SumAsync() };
            }));
        using var channel = host.Channel();
        using var call = channel.ClientStreamingCall<Ask, Answer>(ProbeMethods.Collect);
        var writing = WriteAllAsync();

        await AssertStillRunsAsync(writing);

        read.SetResult();
        await writing;
        Assert.Equal(64 << 20, (await call.ResponseAsync).Sum);

        async Task WriteAllAsync()
        {
            for (var i = 0; i < 64; i++)
            {
                await call.RequestStream.WriteAsync(new Ask { Payload = ByteString.CopyFrom(new byte[1 << 20]) });
            }

            await call.RequestStream.CompleteAsync();
        }
    }

    /// <summary>Nothing can be awaited that says "blocked": a writer that is not held back would be done long before.</summary>
    private static async Task AssertStillRunsAsync(Task work)
    {
        var pause = Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        Assert.Same(pause, await Task.WhenAny(work, pause));
    }

    private static async Task<StatusCode> StatusOfAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }
}
