using System.Collections.Concurrent;
using System.Threading.Channels;
using Contracts.Control;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>The live stream of one ship's agent: a bounded outbox, and a way to end it. <paramref name="ending"/> stays its giver's to dispose.</summary>
internal sealed class ShipConnection(ShipId ship, StreamId stream, CancellationTokenSource ending) : IDisposable
{
    private readonly Channel<MuxMessage> outbox = Channel.CreateBounded<MuxMessage>(new BoundedChannelOptions(32) { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LogReply>> questions = new(StringComparer.Ordinal);

    private readonly Lock ordering = new();
    private ulong sentGeneration;

    public ShipId Ship { get; } = ship;

    public StreamId Stream { get; } = stream;

    /// <summary>When the certificate that opened it ends; an agent that renews dials anew.</summary>
    public DateTimeOffset? CertificateEnds { get; init; }

    public ChannelReader<MuxMessage> Outbox => outbox.Reader;

    /// <summary>A full outbox means that the agent does not read: the stream is ended, and a new one starts from whole state.</summary>
    public bool Send(MuxMessage message)
    {
        if (outbox.Writer.TryWrite(message))
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>Sends the spec unless this or a newer generation went out before, whoever asks at the same moment.</summary>
    public void Order(ulong generation, Func<MuxMessage> spec)
    {
        lock (ordering)
        {
            if (generation > sentGeneration && Send(spec()))
            {
                sentGeneration = generation;
            }
        }
    }

    public async Task<LogReply?> AskAsync(LogRequest request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<LogReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        questions[request.RequestId] = answer;
        try
        {
            return Send(new MuxMessage { LogRequest = request }) ? await answer.Task.WaitAsync(cancellationToken) : null;
        }
        finally
        {
            questions.TryRemove(request.RequestId, out _);
        }
    }

    /// <summary>An answer that nobody asked for is dropped.</summary>
    public void Answer(LogReply reply)
    {
        if (questions.TryGetValue(reply.RequestId, out var question))
        {
            question.TrySetResult(reply);
        }
    }

    public void End()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at the same moment.
        }
    }

    public void Dispose() => outbox.Writer.TryComplete();
}
