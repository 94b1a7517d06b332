namespace Contracts.Wire;

/// <summary>How a client's call ended; orderly when the server said so and all of its messages have arrived.</summary>
internal sealed record CallOutcome(Status Status, Metadata Trailers, bool Orderly)
{
    public RpcException ToException(Exception? cause = null) => new(Status, Trailers, cause);
}

/// <summary>
/// The end of a client's call. Whatever comes first (trailers, deadline, cancellation, the connection) settles it, once, and stops all else.
/// </summary>
internal sealed class CallEnd(RequestBody body) : IDisposable
{
    // Not disposed: it owns no timer, and a late cause must not meet a disposed source.
    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;
    private ITimer? _timer;
    private HttpResponseMessage? _response;
    private CallOutcome? _outcome;

    /// <summary>Cancelled when the call ends in any way but the orderly one.</summary>
    public CancellationToken Token => _source.Token;

    public CallOutcome? Outcome => Volatile.Read(ref _outcome);

    public void Watch(TimeProvider clock, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        _registration = CancelWith(cancellationToken);
        if (timeout is { } span)
        {
            _timer = GrpcTimeout.Start(clock, span, () => Settle(new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")));
        }

        if (Outcome is not null)
        {
            Unwatch();
        }
    }

    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((CallEnd)state!).Settle(Status.DefaultCancelled with { Detail = "The caller cancelled the call." }), this);

    /// <summary>Keeps what must be disposed for the server to see a reset.</summary>
    public void Hold(HttpResponseMessage response)
    {
        Interlocked.Exchange(ref _response, response);
        if (Outcome is { Orderly: false })
        {
            response.Dispose();
        }
    }

    public bool Settle(Status status) => Settle(new CallOutcome(status, [], Orderly: false));

    public bool Settle(CallOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
        {
            return false;
        }

        Unwatch();
        body.Abandon();
        if (!outcome.Orderly)
        {
            _source.Cancel();
            Volatile.Read(ref _response)?.Dispose();
        }

        return true;
    }

    public void Dispose()
    {
        Settle(Status.DefaultCancelled with { Detail = "The call was disposed before it ended." });
        Volatile.Read(ref _response)?.Dispose();
    }

    private void Unwatch()
    {
        _timer?.Dispose();
        _registration.Unregister();
    }
}
