using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class CallsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_four_kinds_of_call_work(bool tls)
    {
        await using var host = await WireHost.StartAsync(new ProbeService().Map, tls: tls);
        using var channel = host.Channel();

        await channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing());
        var large = new Ask { AnswerSize = 3_000_000, Payload = ByteString.CopyFrom(new byte[3_000_000]) };
        Assert.Equal(3_000_000, (await channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, large)).Payload.Length);

        using var collect = channel.ClientStreamingCall<Ask, Answer>(ProbeMethods.Collect);
        foreach (var size in (int[])[27182, 8, 1828, 45904])
        {
            await collect.RequestStream.WriteAsync(new Ask { Payload = ByteString.CopyFrom(new byte[size]) });
        }

        await collect.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await collect.ResponseAsync).Sum);

        using var spread = channel.ServerStreamingCall<SpreadAsk, Answer>(ProbeMethods.Spread, new SpreadAsk { Sizes = { 31415, 0, 2653, 58979 } });
        var sizes = await spread.ResponseStream.ReadAllAsync().Select(answer => answer.Payload.Length).ToArrayAsync();
        Assert.Equal((int[])[31415, 0, 2653, 58979], sizes);
        Assert.Equal(Status.DefaultSuccess, spread.GetStatus());

        using var pingPong = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        foreach (var size in (int[])[31415, 9, 2653, 58979])
        {
            await pingPong.RequestStream.WriteAsync(new Ask { AnswerSize = size });
            Assert.True(await pingPong.ResponseStream.MoveNext());
            Assert.Equal(size, pingPong.ResponseStream.Current.Payload.Length);
        }

        await pingPong.RequestStream.CompleteAsync();
        Assert.False(await pingPong.ResponseStream.MoveNext());
    }
}
