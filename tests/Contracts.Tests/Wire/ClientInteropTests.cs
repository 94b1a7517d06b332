using Contracts.Tests.Protos;
using Contracts.Wire;
using Google.Protobuf;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class ClientInteropTests(PeersAsServers servers) : IClassFixture<PeersAsServers>
{
    private const string Special = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
    private static readonly byte[] Bytes = [0xab, 0xab, 0xab, 0x00];

    private static readonly Dictionary<string, Func<GrpcChannel, Task>> All = new()
    {
        ["empty_unary"] = channel => channel.UnaryCallAsync<Nothing, Nothing>(ProbeMethods.Empty, new Nothing()),
        ["large_unary"] = LargeUnaryAsync,
        ["client_streaming"] = ClientStreamingAsync,
        ["server_streaming"] = ServerStreamingAsync,
        ["ping_pong"] = PingPongAsync,
        ["empty_stream"] = EmptyStreamAsync,
        ["timeout_on_sleeping_server"] = TimeoutAsync,
        ["cancel_after_begin"] = CancelAfterBeginAsync,
        ["cancel_after_first_response"] = CancelAfterFirstResponseAsync,
        ["status_code_and_message"] = channel => StatusAsync(channel, "test status message"),
        ["special_status_message"] = channel => StatusAsync(channel, Special),
        ["custom_metadata"] = CustomMetadataAsync,
        ["unimplemented_method"] = channel => UnimplementedAsync(channel, ProbeMethods.Unserved),
        ["unimplemented_service"] = channel => UnimplementedAsync(channel, ProbeMethods.AbsentUnserved),
        ["oversized_message"] = OversizedAsync,
    };

    public static MatrixTheoryData<string, string> Cases => new(["our own", Peer.GrpcJs.Name, Peer.CCore.Name], All.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_client_calls_the_server_of_another_implementation(string server, string name)
    {
        // No limit of our own on what is sent: the case "oversized message" is the server's to refuse.
        using var channel = servers.Channel(server, new GrpcChannelOptions { MaxSendMessageSize = int.MaxValue });
        await All[name](channel);
    }

    private static Ask AskOf(int size) => new() { Payload = ByteString.CopyFrom(new byte[size]) };

    private static async Task LargeUnaryAsync(GrpcChannel channel)
    {
        var ask = AskOf(2718280);
        ask.AnswerSize = 3141590;
        Assert.Equal(3141590, (await channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, ask)).Payload.Length);
    }

    private static async Task ClientStreamingAsync(GrpcChannel channel)
    {
        using var call = channel.ClientStreamingCall<Ask, Answer>(ProbeMethods.Collect);
        foreach (var size in (int[])[27182, 8, 1828, 45904])
        {
            await call.RequestStream.WriteAsync(AskOf(size));
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call.ResponseAsync).Sum);
    }

    private static async Task ServerStreamingAsync(GrpcChannel channel)
    {
        int[] sizes = [31415, 0, 2653, 58979];
        using var call = channel.ServerStreamingCall<SpreadAsk, Answer>(ProbeMethods.Spread, new SpreadAsk { Sizes = { sizes } });
        Assert.Equal(sizes, await call.ResponseStream.ReadAllAsync().Select(answer => answer.Payload.Length).ToArrayAsync());
    }

    private static async Task PingPongAsync(GrpcChannel channel)
    {
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        foreach (var size in (int[])[31415, 9, 2653, 58979])
        {
            await call.RequestStream.WriteAsync(new Ask { AnswerSize = size });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(size, call.ResponseStream.Current.Payload.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task EmptyStreamAsync(GrpcChannel channel)
    {
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    private static async Task TimeoutAsync(GrpcChannel channel)
    {
        var soon = new CallOptions(Deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200));
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, soon);
        await call.RequestStream.WriteAsync(new Ask { Silent = true });
        await AssertFailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext());
    }

    private static async Task CancelAfterBeginAsync(GrpcChannel channel)
    {
        using var cancel = new CancellationTokenSource();
        using var call = channel.ClientStreamingCall<Ask, Answer>(ProbeMethods.Collect, new CallOptions(CancellationToken: cancel.Token));
        await cancel.CancelAsync();
        await AssertFailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
    }

    private static async Task CancelAfterFirstResponseAsync(GrpcChannel channel)
    {
        using var cancel = new CancellationTokenSource();
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, new CallOptions(CancellationToken: cancel.Token));
        await call.RequestStream.WriteAsync(new Ask { AnswerSize = 31415 });
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        await AssertFailsAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
    }

    private static async Task StatusAsync(GrpcChannel channel, string detail)
    {
        var ask = new Ask { StatusCode = (int)StatusCode.Unknown, StatusDetail = detail };
        var unary = await AssertFailsAsync(StatusCode.Unknown, () => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, ask));
        Assert.Equal(detail, unary.Status.Detail);
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong);
        await call.RequestStream.WriteAsync(ask);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(detail, (await AssertFailsAsync(StatusCode.Unknown, () => call.ResponseStream.MoveNext())).Status.Detail);
    }

    private static async Task CustomMetadataAsync(GrpcChannel channel)
    {
        var sent = new Metadata { { "x-echo-initial", "initial value" }, { "x-echo-trailing-bin", Bytes } };
        using var call = channel.DuplexStreamingCall<Ask, Answer>(ProbeMethods.PingPong, new CallOptions(sent));
        await call.RequestStream.WriteAsync(new Ask { AnswerSize = 1 });
        Assert.Equal("initial value", (await call.ResponseHeadersAsync).GetValue("x-echo-initial"));
        await call.RequestStream.CompleteAsync();
        Assert.Equal(1, await call.ResponseStream.ReadAllAsync().CountAsync());
        Assert.Equal(Bytes, call.GetTrailers().GetValueBytes("x-echo-trailing-bin"));
    }

    private static Task<RpcException> UnimplementedAsync(GrpcChannel channel, Google.Protobuf.Reflection.MethodDescriptor method) =>
        AssertFailsAsync(StatusCode.Unimplemented, () => channel.UnaryCallAsync<Nothing, Nothing>(method, new Nothing()));

    private static async Task OversizedAsync(GrpcChannel channel)
    {
        await AssertFailsAsync(StatusCode.ResourceExhausted, () => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, AskOf(5_000_000)));
        await AssertFailsAsync(
            StatusCode.ResourceExhausted, () => channel.UnaryCallAsync<Ask, Answer>(ProbeMethods.Unary, new Ask { AnswerSize = 5_000_000 }));
    }

    private static async Task<RpcException> AssertFailsAsync(StatusCode status, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(status, error.StatusCode);
        return error;
    }
}
