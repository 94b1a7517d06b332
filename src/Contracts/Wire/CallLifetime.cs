namespace Contracts.Wire;

internal enum EndCause
{
    None,
    PeerGone,
    Deadline,
    Stopping,
}

/// <summary>Why and when a served call must end. The first cause wins, and is known before the token is cancelled.</summary>
internal sealed class CallLifetime : IDisposable
{
    // Not disposed: it owns no timer, and a late cause must not meet a disposed source.
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer? _timer;
    private readonly CancellationTokenRegistration _aborted;
    private readonly CancellationTokenRegistration _stopping;
    private int _cause;

    public CallLifetime(TimeProvider clock, TimeSpan? timeout, CancellationToken aborted, CancellationToken stopping)
    {
        _aborted = aborted.UnsafeRegister(static state => ((CallLifetime)state!).End(EndCause.PeerGone), this);
        _stopping = stopping.UnsafeRegister(static state => ((CallLifetime)state!).End(EndCause.Stopping), this);
        if (timeout is { } span)
        {
            _timer = GrpcTimeout.Start(clock, span, () => End(EndCause.Deadline));
        }
    }

    public CancellationToken Token => _source.Token;

    public EndCause Cause => (EndCause)Volatile.Read(ref _cause);

    /// <summary>What a cut-off call is answered with; null while nothing cut it off.</summary>
    public Status? Status => Cause switch
    {
        EndCause.Deadline => new Status(StatusCode.DeadlineExceeded, "The deadline has passed."),
        EndCause.Stopping => new Status(StatusCode.Unavailable, "The server is shutting down."),
        EndCause.PeerGone => new Status(StatusCode.Cancelled, "The client has gone."),
        _ => null,
    };

    public void End(EndCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)EndCause.None) != (int)EndCause.None)
        {
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (AggregateException)
        {
            // A handler's own callback threw. This may be a timer's thread, where an exception would end the process.
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _aborted.Dispose();
        _stopping.Dispose();
    }
}
