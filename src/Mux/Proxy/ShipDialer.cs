using System.Net;
using System.Net.Sockets;
using Mux.Camp;
using Mux.Store;

namespace Mux.Proxy;

/// <summary>
/// Opens connections to ships: by address only, and only to what is a live ship's at this very moment.
/// </summary>
internal sealed class ShipDialer(FleetStore store, MuxSettings settings, ForwardRule mayForward)
{
    private readonly int[] ownPorts = [settings.AttendeeUrl.Port, settings.OrganizerUrl.Port, settings.ControlUrl.Port];

    /// <exception cref="HttpRequestException">The address is not a ship's, or is the mux's own, or nobody answers there.</exception>
    public async ValueTask<Socket> DialAsync(DnsEndPoint wanted, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(wanted.Host, out var address) || !IsShip(new IPEndPoint(address, wanted.Port)))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{wanted.Host}:{wanted.Port} is no live ship's address");
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            NoticeDeadPeers(socket);
            await socket.ConnectAsync(new IPEndPoint(address, wanted.Port), cancellationToken);
            return IsMux(socket) ? throw new HttpRequestException(HttpRequestError.ConnectionError, "the address is the mux's own") : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsShip(IPEndPoint endpoint) => store.Snapshot.Ships.Values.Any(ship => ship.IsLive && mayForward(endpoint, ship.Block));

    // A connection to an address of this very machine has the same address at both ends.
    private bool IsMux(Socket socket) =>
        socket is { LocalEndPoint: IPEndPoint local, RemoteEndPoint: IPEndPoint remote } && local.Address.Equals(remote.Address) && ownPorts.Contains(remote.Port);

    // A machine that is switched off says no goodbye.
    private static void NoticeDeadPeers(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
