using System.Threading.Channels;
using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Routing;

namespace Contracts.Tests.Wire;

/// <summary>The served half of wiretest.proto; the same behaviour is written in the peers' own languages.</summary>
internal sealed class ProbeService
{
    private readonly Channel<string> _cancelled = Channel.CreateUnbounded<string>();

    /// <summary>Names of methods whose token was cancelled, as it happens.</summary>
    public ChannelReader<string> Cancelled => _cancelled.Reader;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapUnary<Nothing, Nothing>(ProbeMethods.Empty, static (_, _) => Task.FromResult(new Nothing()));
        endpoints.MapUnary<Ask, Answer>(ProbeMethods.Unary, UnaryAsync);
        endpoints.MapClientStreaming<Ask, Answer>(ProbeMethods.Collect, CollectAsync);
        endpoints.MapServerStreaming<SpreadAsk, Answer>(ProbeMethods.Spread, SpreadAsync);
        endpoints.MapDuplexStreaming<Ask, Answer>(ProbeMethods.PingPong, PingPongAsync);
        endpoints.MapUnimplemented();
    }

    private static Answer AnswerOf(int size) => new() { Payload = ByteString.CopyFrom(new byte[size]) };

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes("x-echo-trailing-bin") is { } bytes)
        {
            context.ResponseTrailers.Add("x-echo-trailing-bin", bytes);
        }

        if (context.RequestHeaders.GetValue("x-echo-initial") is { } text)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "x-echo-initial", text } });
        }
    }

    private static async Task<Answer> UnaryAsync(Ask ask, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        return ask.StatusCode == 0
            ? AnswerOf(ask.AnswerSize)
            : throw new RpcException(new Status((StatusCode)ask.StatusCode, ask.StatusDetail));
    }

    private async Task<Answer> CollectAsync(IAsyncStreamReader<Ask> asks, ServerCallContext context)
    {
        using var watch = context.CancellationToken.Register(() => _cancelled.Writer.TryWrite("Collect"));
        var answer = new Answer();
        await foreach (var ask in asks.ReadAllAsync())
        {
            answer.Sum += ask.Payload.Length;
        }

        return answer;
    }

    private async Task SpreadAsync(SpreadAsk ask, IServerStreamWriter<Answer> answers, ServerCallContext context)
    {
        using var watch = context.CancellationToken.Register(() => _cancelled.Writer.TryWrite("Spread"));
        foreach (var size in ask.Sizes)
        {
            await answers.WriteAsync(AnswerOf(size));
        }
    }

    private async Task PingPongAsync(IAsyncStreamReader<Ask> asks, IServerStreamWriter<Answer> answers, ServerCallContext context)
    {
        using var watch = context.CancellationToken.Register(() => _cancelled.Writer.TryWrite("PingPong"));
        await EchoMetadataAsync(context);
        await foreach (var ask in asks.ReadAllAsync(context.CancellationToken))
        {
            if (ask.StatusCode != 0)
            {
                context.Status = new Status((StatusCode)ask.StatusCode, ask.StatusDetail);
                return;
            }

            if (!ask.Silent)
            {
                await answers.WriteAsync(AnswerOf(ask.AnswerSize), context.CancellationToken);
            }
        }
    }
}
