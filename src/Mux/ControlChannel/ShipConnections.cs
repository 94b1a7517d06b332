using System.Collections.Concurrent;
using Contracts.Control;
using Mux.Fleet;

namespace Mux.ControlChannel;

/// <summary>The live streams by ship: one each, the newest.</summary>
internal sealed class ShipConnections(TimeProvider time) : IShipLogs
{
    private readonly ConcurrentDictionary<ShipId, ShipConnection> live = new();

    public IEnumerable<ShipConnection> All => live.Values;

    /// <summary>A newer stream takes the place of an older one, which ends. False when this is the older one.</summary>
    public bool Enter(ShipConnection connection) => live.AddOrUpdate(connection.Ship, connection, (_, other) => Newer(connection, other)) == connection;

    /// <summary>False when a newer stream has taken its place.</summary>
    public bool Leave(ShipConnection connection) => live.TryRemove(KeyValuePair.Create(connection.Ship, connection));

    public async Task<ShipLog> TailAsync(ShipId ship, string tutorial, int lines, CancellationToken cancellationToken)
    {
        if (!live.TryGetValue(ship, out var connection))
        {
            return ShipLog.None("the ship's agent is not connected");
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var request = new LogRequest { RequestId = Guid.NewGuid().ToString("N"), Tutorial = tutorial, Lines = (uint)lines };
            var reply = await connection.AskAsync(request, either.Token);
            return reply is null ? ShipLog.None("the ship's agent does not read") : reply.Error.Length > 0 ? ShipLog.None(ReportReading.Line(reply.Error)) : new ShipLog(ReportReading.Lines(reply.Text, 64 << 10), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ShipLog.None("the ship's agent did not answer in 10 s");
        }
    }

    private static ShipConnection Newer(ShipConnection a, ShipConnection b)
    {
        var (newer, older) = a.Stream.Value > b.Stream.Value ? (a, b) : (b, a);
        older.End();
        return newer;
    }
}
