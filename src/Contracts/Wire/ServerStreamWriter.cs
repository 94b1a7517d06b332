using System.IO.Pipelines;
using Google.Protobuf;

namespace Contracts.Wire;

internal sealed class ServerStreamWriter<T>(PipeWriter output, CallLifetime lifetime, int largest) : IServerStreamWriter<T>
    where T : class, IMessage<T>
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Broken = 2;
    private const int Ended = 3;
    private int _state;

    public Task WriteAsync(T message, CancellationToken cancellationToken = default)
    {
        var size = message.CalculateSize();
        Framing.CheckSize(size, largest);
        return WriteAsync((message, size), static (pipe, item) => Framing.Write(pipe, item.message, item.size), cancellationToken);
    }

    public Task WriteAsync(ReadOnlyMemory<byte> serialized, CancellationToken cancellationToken = default)
    {
        Framing.CheckSize(serialized.Length, largest);
        return WriteAsync(serialized, static (pipe, item) => Framing.Write(pipe, item.Span), cancellationToken);
    }

    /// <summary>The only message of a call whose server does not stream: it leaves together with the trailers.</summary>
    public void WriteSingle(T message)
    {
        var size = message.CalculateSize();
        Framing.CheckSize(size, largest);
        _state = Broken;
        Framing.Write(output, message, size);
        _state = Idle;
    }

    /// <summary>Refuses writes from now on. False: a write was cut off, so that trailers could not follow what has been sent.</summary>
    public bool End() => Interlocked.Exchange(ref _state, Ended) == Idle;

    private async Task WriteAsync<TItem>(TItem item, Action<PipeWriter, TItem> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lifetime.Token.ThrowIfCancellationRequested();
        var before = Interlocked.CompareExchange(ref _state, Writing, Idle);
        if (before != Idle)
        {
            throw new InvalidOperationException(before == Writing ? "Another write is under way." : "The call has ended.");
        }

        var after = Broken;
        try
        {
            write(output, item);
            await FlushAsync(cancellationToken);
            after = Idle;
        }
        finally
        {
            Interlocked.CompareExchange(ref _state, after, Writing);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Kestrel answers a flush that is cancelled by its token with a reset of its own choice (INTERNAL_ERROR), hence the detour.
            var flush = output.FlushAsync(CancellationToken.None);
            using var call = CancelFlushWith(flush.IsCompleted, lifetime.Token);
            using var caller = CancelFlushWith(flush.IsCompleted, cancellationToken);
            var result = await flush;
            if (result.IsCompleted)
            {
                lifetime.End(EndCause.PeerGone);
                throw new OperationCanceledException("The client has gone.", lifetime.Token);
            }

            if (!result.IsCanceled)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            lifetime.Token.ThrowIfCancellationRequested();
        }
    }

    private CancellationTokenRegistration CancelFlushWith(bool flushed, CancellationToken token) =>
        flushed ? default : token.UnsafeRegister(static state => ((PipeWriter)state!).CancelPendingFlush(), output);
}
