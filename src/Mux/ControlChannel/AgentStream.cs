using Contracts.Control;
using Grpc.Core;
using Mux.Fleet;
using Mux.Metrics;
using Mux.Store;

namespace Mux.ControlChannel;

/// <summary>One agent's stream: its messages become events, the mux's orders go out.</summary>
internal sealed partial class AgentStream(
    FleetStore store, AgentGreeting greeting, ShipConnections connections, SpecBuilder specs, ReportPace pace, MuxMetrics metrics, IHostApplicationLifetime host, ILogger<AgentStream> logger)
{
    public async Task RunAsync(IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, ServerCallContext context)
    {
        // A stopping server waits for open calls, and these would never end.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.ApplicationStopping);
        try
        {
            await RunAsync(await greeting.GreetAsync(messages, context, ending.Token), messages, orders, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The agent has gone, or the mux stops.
        }

        context.Status = host.ApplicationStopping.IsCancellationRequested
            ? new Status(StatusCode.Unavailable, "the mux stops")
            : new Status(StatusCode.Aborted, "the stream was ended by the mux");
    }

    /// <summary>Puts the ship's spec into the outbox when the agent has not been told its generation; ends the stream of a ship that is no more.</summary>
    public void Order(ShipConnection connection)
    {
        var snapshot = store.Snapshot;
        if (snapshot.Ships.GetValueOrDefault(connection.Ship) is not { IsLive: true } ship)
        {
            connection.End();
        }
        else
        {
            connection.Order(ship.Generation, () => specs.For(ship, snapshot));
        }
    }

    private async Task RunAsync(Greeted greeted, IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, CancellationTokenSource ending)
    {
        using var connection = new ShipConnection(greeted.Ship, greeted.Stream, ending) { CertificateEnds = greeted.CertificateEnds };
        if (!connections.Enter(connection))
        {
            return;
        }

        LogConnected(logger, greeted.Ship, greeted.Hello.BootEpoch, ReportReading.Line(greeted.Hello.AgentVersion));
        try
        {
            Order(connection);
            await ConverseAsync(connection, messages, orders, ending.Token);
        }
        finally
        {
            await LeaveAsync(connection);
        }
    }

    private async Task ConverseAsync(ShipConnection connection, IAsyncStreamReader<AgentMessage> messages, IServerStreamWriter<MuxMessage> orders, CancellationToken ended)
    {
        var sending = SendAsync(connection, orders, ended);
        try
        {
            await ReceiveAsync(connection, messages, ended);
        }
        catch (Exception exception) when (exception is IOException || (exception is InvalidOperationException && ended.IsCancellationRequested))
        {
            // A connection that breaks, before or during a read, is the end of a stream as any other.
        }
        finally
        {
            connection.End();
            await sending;
        }
    }

    private async Task ReceiveAsync(ShipConnection connection, IAsyncStreamReader<AgentMessage> messages, CancellationToken ended)
    {
        var budget = pace.Of(connection.Ship);
        await foreach (var message in messages.ReadAllAsync(ended))
        {
            if (!budget.Take())
            {
                throw new RpcException(new Status(StatusCode.ResourceExhausted, "too many messages"));
            }

            await TakeAsync(connection, message, ended);
        }
    }

    private async Task TakeAsync(ShipConnection connection, AgentMessage message, CancellationToken ended)
    {
        switch (message.BodyCase)
        {
            case AgentMessage.BodyOneofCase.Report:
                var happened = ReportReading.ToEvent(connection.Stream, message.Sequence, message.Report);
                await ReportAsync(connection.Ship, happened, ended);
                break;
            case AgentMessage.BodyOneofCase.LogReply:
                connection.Answer(message.LogReply);
                break;
            default:
                LogDropped(logger, connection.Ship, "unknown message");
                break;
        }
    }

    // A report that could not be stored is dropped: the next one brings the whole state again, and the stream is worth keeping.
    private async Task ReportAsync(ShipId ship, ShipEvent happened, CancellationToken ended)
    {
        try
        {
            metrics.Reported();
            if ((await store.ChangeAsync(draft => draft.Apply(ship, happened), ended)).Refusal is { } why)
            {
                metrics.ReportRefused(why);
                LogDropped(logger, ship, why);
            }
        }
        catch (StoreUnavailableException exception)
        {
            LogDropped(logger, ship, exception.Message);
        }
    }

    private static async Task SendAsync(ShipConnection connection, IServerStreamWriter<MuxMessage> orders, CancellationToken ended)
    {
        try
        {
            await foreach (var message in connection.Outbox.ReadAllAsync(ended))
            {
                await orders.WriteAsync(message, ended);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException or InvalidOperationException or IOException)
        {
            connection.End();
        }
    }

    private async Task LeaveAsync(ShipConnection connection)
    {
        if (connections.Leave(connection))
        {
            LogDisconnected(logger, connection.Ship);
            try
            {
                await store.ChangeAsync(draft => draft.Apply(connection.Ship, new ShipEvent.StreamLost(connection.Stream)), CancellationToken.None);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or System.Threading.Channels.ChannelClosedException)
            {
                // The mux stops; at its next start every link is unknown anyway.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Ship} connected, boot {Epoch}, agent {Version}")]
    private static partial void LogConnected(ILogger logger, ShipId ship, ulong epoch, string version);

    [LoggerMessage(LogLevel.Warning, "{Ship} lost its control stream")]
    private static partial void LogDisconnected(ILogger logger, ShipId ship);

    [LoggerMessage(LogLevel.Debug, "a message of {Ship} was dropped: {Why}")]
    private static partial void LogDropped(ILogger logger, ShipId ship, string why);
}
