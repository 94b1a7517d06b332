using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Contracts.Wire;

/// <summary>
/// Calls to one server over HTTP/2; connections are made, shared and made again as needed. All calls throw <see cref="RpcException"/>
/// when they fail, and <see cref="ArgumentException"/> when the types or the streaming differ from the method's descriptor.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public GrpcChannel(Uri address, GrpcChannelOptions? options = null)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{address}' is no http:// or https:// address.", nameof(address));
        }

        Address = address;
        Options = options ?? new GrpcChannelOptions();
        _http = new HttpMessageInvoker(Options.Handler ?? GrpcChannelOptions.CreateHandler(), disposeHandler: Options.Handler is null);
    }

    public Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    public async Task<TRes> UnaryCallAsync<TReq, TRes>(MethodDescriptor method, TReq request, CallOptions options = default)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes>
    {
        using var call = Start(CallShape<TReq, TRes>.Of(method, false, false), options, request);
        return await call.ReadSingleAsync();
    }

    public AsyncServerStreamingCall<TReq, TRes> ServerStreamingCall<TReq, TRes>(MethodDescriptor method, TReq request, CallOptions options = default)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        new(Start(CallShape<TReq, TRes>.Of(method, false, true), options, request));

    public AsyncClientStreamingCall<TReq, TRes> ClientStreamingCall<TReq, TRes>(MethodDescriptor method, CallOptions options = default)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        new(Start(CallShape<TReq, TRes>.Of(method, true, false), options, null));

    public AsyncDuplexStreamingCall<TReq, TRes> DuplexStreamingCall<TReq, TRes>(MethodDescriptor method, CallOptions options = default)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes> =>
        new(Start(CallShape<TReq, TRes>.Of(method, true, true), options, null));

    public void Dispose() => _http.Dispose();

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    private ClientCall<TReq, TRes> Start<TReq, TRes>(CallShape<TReq, TRes> shape, CallOptions options, TReq? single)
        where TReq : class, IMessage<TReq>
        where TRes : class, IMessage<TRes>
    {
        var call = new ClientCall<TReq, TRes>(this, shape);
        call.Start(options, single);
        return call;
    }
}
