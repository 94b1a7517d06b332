using Google.Protobuf;

namespace Contracts.Wire;

/// <summary>
/// A call from the client's side. What fails after the call has ended is told how it ended, not the accident that it met.
/// </summary>
internal sealed class ClientCall<TReq, TRes> : IAsyncStreamReader<TRes>, IDisposable
    where TReq : class, IMessage<TReq>
    where TRes : class, IMessage<TRes>
{
    private readonly GrpcChannel _channel;
    private readonly CallShape<TReq, TRes> _shape;
    private readonly RequestBody _body = new();
    private readonly SemaphoreSlim _reading = new(1);
    private Task<ServerResponse<TRes>?> _opened = Task.FromResult<ServerResponse<TRes>?>(null);
    private TRes? _current;
    private bool _drained;

    public ClientCall(GrpcChannel channel, CallShape<TReq, TRes> shape)
    {
        _channel = channel;
        _shape = shape;
        End = new CallEnd(_body);
        Requests = new RequestWriter<TReq, TRes>(this, _body, channel.Options.MaxSendMessageSize);
    }

    public CallEnd End { get; }

    public IClientStreamWriter<TReq> Requests { get; }

    public TRes Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public CallOutcome Outcome => End.Outcome ?? throw new InvalidOperationException("The call has not ended.");

    public void Start(CallOptions options, TReq? single)
    {
        var request = RequestHead.Create(_channel, _shape.Path, options, out var timeout);
        if (timeout <= TimeSpan.Zero)
        {
            End.Settle(new Status(StatusCode.DeadlineExceeded, "The deadline had passed before the call began."));
            return;
        }

        request.Content = single is null ? _body : new SingleBody(single, _channel.Options.MaxSendMessageSize);
        request.Content.Headers.TryAddWithoutValidation("content-type", ServerTrailers.ContentType);
        End.Watch(_channel.Options.Clock, timeout, options.CancellationToken);
        _opened = ServerResponse<TRes>.OpenAsync(_channel, request, _shape.Responses, End);
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken = default)
    {
        using var registration = End.CancelWith(cancellationToken);
        await _reading.WaitAsync(CancellationToken.None);
        try
        {
            return await ReadAsync() || (Outcome.Status.StatusCode == StatusCode.OK ? false : throw Outcome.ToException());
        }
        finally
        {
            _reading.Release();
        }
    }

    public async Task<TRes> ReadSingleAsync()
    {
        if (!await MoveNext())
        {
            throw new RpcException(new Status(StatusCode.Internal, "The server sent no message."), Outcome.Trailers);
        }

        var message = Current;
        return await MoveNext()
            ? throw new RpcException(new Status(StatusCode.Internal, "The server sent more than one message."))
            : message;
    }

    public async Task<Metadata> ResponseHeadersAsync()
    {
        var response = await _opened;
        return End.Outcome is { Orderly: false } ended ? throw ended.ToException()
            : response?.Headers() ?? []; // without a response the headers were the trailers
    }

    /// <summary>
    /// What a failed write is to be told. When the server ended the call, its status stands behind messages that nobody has read yet:
    /// they are kept, and the status is looked for.
    /// </summary>
    public async Task<RpcException> WriteFailedAsync(Exception error)
    {
        await _reading.WaitAsync(CancellationToken.None);
        try
        {
            if (End.Outcome is null && await _opened is { } response)
            {
                await response.Messages.ReadAheadAsync(End.Token);
                End.Settle(response.Outcome());
            }
        }
        catch (Exception cause)
        {
            End.Settle(StatusMapping.FromException(cause));
        }
        finally
        {
            _reading.Release();
        }

        return Outcome.ToException(error);
    }

    public void Dispose() => End.Dispose();

    /// <summary>False: there is no more, and the outcome is settled.</summary>
    private async ValueTask<bool> ReadAsync()
    {
        _current = null;
        var response = await _opened;
        if (response is null || _drained || End.Outcome is { Orderly: false })
        {
            return false;
        }

        try
        {
            if (await response.Messages.ReadAsync(End.Token))
            {
                _current = response.Messages.Current;
                return true;
            }

            End.Settle(response.Outcome());
            _drained = true;
            await response.Messages.CompleteAsync();
        }
        catch (Exception error)
        {
            var status = StatusMapping.FromException(error);
            if (!End.Settle(status) && Outcome.Orderly)
            {
                throw new RpcException(status, null, error);
            }
        }

        return false;
    }
}
