using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Shared;

/// <summary>Ports for servers of tests and benches.</summary>
internal static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>
    /// Free on loopback at this moment, and given to nobody else in this process. Below the ports that the kernel gives to outgoing connections: none of those
    /// takes it before it is used.
    /// </summary>
    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            if (Given.TryAdd(port, true) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
