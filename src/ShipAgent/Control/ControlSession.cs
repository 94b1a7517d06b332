using Contracts.Control;
using Grpc.Core;
using Grpc.Net.Client;
using ShipAgent.Containers;
using ShipAgent.Facts;
using ShipAgent.Machine;
using ControlClient = Contracts.Control.Control.ControlClient;

namespace ShipAgent.Control;

/// <summary>One stream to the mux: hello, then the whole state at each change and at each interval; in the other direction, what shall be.</summary>
internal sealed class ControlSession(Boot boot, ShipBoard board, ShipFacts facts, SpotNotice spot, Farewell farewell, SpecStore specs, LogDesk logs, Contact contact, TimeProvider time)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    // A mux that takes nothing for so long is not there.
    private static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstSpecDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Lives as long as the stream; returns when the mux ends it in order, or <paramref name="retire"/> is cancelled.</summary>
    /// <exception cref="RpcException">The stream broke or was refused.</exception>
    /// <exception cref="TimeoutException">The mux took or sent nothing in time.</exception>
    public async Task RunAsync(GrpcChannel channel, CancellationToken retire, CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = new ControlClient(channel).Connect(cancellationToken: abort.Token);
        using var quit = CancellationTokenSource.CreateLinkedTokenSource(abort.Token, retire);
        logs.Clear();
        var reading = ReadAsync(call.ResponseStream, abort.Token);
        var writing = WriteAsync(call.RequestStream, quit.Token, retire);
        try
        {
            await await Task.WhenAny(reading, writing);
        }
        finally
        {
            // Whichever ended first, the other ends now, and its way of ending is of no interest.
            await abort.CancelAsync();
            await Task.WhenAll(reading, writing).ContinueWith(ended => _ = ended.Exception, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<MuxMessage> stream, CancellationToken cancellationToken)
    {
        var first = stream.MoveNext(cancellationToken);
        for (var more = await first.WaitAsync(FirstSpecDeadline, time, cancellationToken); more; more = await stream.MoveNext(cancellationToken))
        {
            switch (stream.Current.BodyCase)
            {
                case MuxMessage.BodyOneofCase.Spec:
                    specs.Offer(stream.Current.Spec);
                    if (stream.Current.Spec.LastCopy)
                        farewell.Ask(stream.Current.Spec.Generation);
                    break;
                case MuxMessage.BodyOneofCase.LogRequest:
                    logs.Ask(stream.Current.LogRequest, cancellationToken);
                    break;
            }
        }
    }

    private async Task WriteAsync(IClientStreamWriter<AgentMessage> stream, CancellationToken quit, CancellationToken retire)
    {
        await SendAsync(stream, new AgentMessage { Hello = boot.Hello() }, quit);
        while (!retire.IsCancellationRequested)
        {
            while (logs.TryTake(out var reply))
                await SendAsync(stream, new AgentMessage { LogReply = reply }, quit);
            var (state, version) = board.Latest;
            // What is published is never changed: the facts of the moment go into a copy.
            var report = state.Clone();
            report.Resources = facts.Latest;
            report.SpotInterruptionUnixSeconds = spot.UnixSeconds;
            report.CopiedGeneration = farewell.Copied;
            await SendAsync(stream, new AgentMessage { Report = report }, quit);
            board.MarkSent(version);
            contact.Note();
            await PauseAsync(quit, retire);
        }
        await stream.CompleteAsync();
    }

    private async Task PauseAsync(CancellationToken quit, CancellationToken retire)
    {
        try
        {
            await Task.Delay(BetweenReports, time, quit);
            await board.Changed.WaitAsync(Interval - BetweenReports, time, quit);
        }
        catch (OperationCanceledException) when (retire.IsCancellationRequested)
        {
            // An orderly end: the loop says goodbye.
        }
    }

    private TimeSpan Interval => specs.Current is { ReportIntervalSeconds: > 0 and <= 3600 } spec
        ? TimeSpan.FromSeconds(spec.ReportIntervalSeconds) : DefaultInterval;

    private async Task SendAsync(IClientStreamWriter<AgentMessage> stream, AgentMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(boot.Number(message), cancellationToken).WaitAsync(WriteDeadline, time, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or ObjectDisposedException)
        {
            // What is written while the connection breaks fails as its transport does, not as the call.
            throw new RpcException(new Status(StatusCode.Unavailable, broken.Message, broken));
        }
    }
}
