using System.Collections.Concurrent;
using System.Text;
using Contracts.Control;
using ShipAgent.Containers;
using ShipAgent.Docker;

namespace ShipAgent.Control;

/// <summary>Answers the mux's questions for a tutorial's output. Few at a time; what is asked beyond that is told so.</summary>
internal sealed class LogDesk(Reconciler reconciler, ContainerCalls containers, ShipBoard board)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxLines = 5000;
    private const int AtOnce = 4;
    private const int MostReplies = 16;

    private readonly ConcurrentQueue<LogReply> _outbox = new();
    private int _open;

    /// <summary>Starts an answer; it lands in the outbox and rings the board's bell.</summary>
    public void Ask(LogRequest request, CancellationToken cancellationToken)
    {
        if (_outbox.Count + Volatile.Read(ref _open) >= AtOnce)
        {
            if (_outbox.Count < MostReplies)
                _outbox.Enqueue(new LogReply { RequestId = request.RequestId, Error = "the agent is busy with other logs: ask again" });
            return;
        }
        Interlocked.Increment(ref _open);
        _ = AnswerAsync(request, cancellationToken);
    }

    public bool TryTake(out LogReply? reply) => _outbox.TryDequeue(out reply);

    /// <summary>Answers for a stream that has ended are nobody's.</summary>
    public void Clear() => _outbox.Clear();

    private async Task AnswerAsync(LogRequest request, CancellationToken cancellationToken)
    {
        try
        {
            _outbox.Enqueue(await ReadAsync(request, cancellationToken));
            board.Changed.Ring();
        }
        catch (OperationCanceledException)
        {
            // The stream has ended.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<LogReply> ReadAsync(LogRequest request, CancellationToken cancellationToken)
    {
        var reply = new LogReply { RequestId = request.RequestId };
        if (await reconciler.FindAsync(request.Tutorial, cancellationToken) is not { } trace)
        {
            reply.Error = "this ship has no such tutorial";
            return reply;
        }
        var text = new StringBuilder();
        if (trace.Failure is { } failure)
            text.Append("--- the container that failed: ").Append(failure.Reason).Append('\n').Append(failure.LogTail.TrimEnd('\n')).Append('\n');
        if (trace.ServingId is { } id)
        {
            var logs = await containers.LogsAsync(id, (int)Math.Clamp(request.Lines, 1, MaxLines), cancellationToken);
            if (trace.Failure is not null)
                text.Append("--- the container that serves\n");
            reply.Error = logs.Error?.Message ?? "";
            text.Append(LogText.Tail(logs.Value ?? [], MaxBytes));
        }
        reply.Text = LogText.Tail(Encoding.UTF8.GetBytes(text.ToString()), MaxBytes);
        return reply;
    }
}
