using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>What all streaming calls have; disposing one that has not ended cancels it.</summary>
public abstract class StreamingCall<TReq, TRes> : IDisposable
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    private protected StreamingCall(ClientCall<TReq, TRes> call) => Call = call;

    /// <summary>The headers that the server sent before its first message.</summary>
    /// <exception cref="RpcException">The call ended before they came.</exception>
    public Task<Metadata> ResponseHeadersAsync => Call.ResponseHeadersAsync();

    private protected ClientCall<TReq, TRes> Call { get; }

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Status GetStatus() => Call.Outcome.Status;

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => Call.Outcome.Trailers;

    public void Dispose()
    {
        Call.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>One request, many responses.</summary>
public sealed class AsyncServerStreamingCall<TReq, TRes> : StreamingCall<TReq, TRes>
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    internal AsyncServerStreamingCall(ClientCall<TReq, TRes> call)
        : base(call)
    {
    }

    public IAsyncStreamReader<TRes> ResponseStream => Call;
}

/// <summary>Many requests, one response.</summary>
public sealed class AsyncClientStreamingCall<TReq, TRes> : StreamingCall<TReq, TRes>
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    private Task<TRes>? _response;

    internal AsyncClientStreamingCall(ClientCall<TReq, TRes> call)
        : base(call)
    {
    }

    public IClientStreamWriter<TReq> RequestStream => Call.Requests;

    /// <summary>The response; reading begins when this is first asked for.</summary>
    public Task<TRes> ResponseAsync => _response ??= Call.ReadSingleAsync();
}

/// <summary>Requests and responses, each in its own time.</summary>
public sealed class AsyncDuplexStreamingCall<TReq, TRes> : StreamingCall<TReq, TRes>
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    internal AsyncDuplexStreamingCall(ClientCall<TReq, TRes> call)
        : base(call)
    {
    }

    public IClientStreamWriter<TReq> RequestStream => Call.Requests;

    public IAsyncStreamReader<TRes> ResponseStream => Call;
}
