using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Proxy;

/// <summary>50 WebSockets, each sending 64 bytes and waiting for their echo, over and over. By hand, so that it costs less than what it measures.</summary>
internal static class EchoLoad
{
    private const int Connections = 50;
    private const int Payload = 64;

    public static async Task<Figure> RunAsync(Contender contender, int seconds)
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => OpenAsync(contender)));
        var before = contender.CpuSeconds();
        var since = Stopwatch.GetTimestamp();
        var until = since + seconds * Stopwatch.Frequency;
        var counts = await Task.WhenAll(sockets.Select(socket => Task.Run(() => TalkAsync(socket, until))));
        var elapsed = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var cpu = contender.CpuSeconds() - before;
        var times = counts.SelectMany(count => count).Order().ToList();
        return new Figure(times.Count / elapsed, times[times.Count / 2], times[(int)(times.Count * 0.99)], cpu, elapsed);
    }

    private static async Task<Socket> OpenAsync(Contender contender)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, contender.Port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"GET {Contender.Path} HTTP/1.1\r\nHost: 127.0.0.1:{contender.Port}\r\n{string.Concat(contender.Headers.Select(header => header + "\r\n"))}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(head));
        var buffer = new byte[4096];
        var filled = 0;
        while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            filled += read > 0 ? read : throw new InvalidOperationException($"{contender.Name} closed the handshake: {Encoding.ASCII.GetString(buffer, 0, filled)}");
        }

        return buffer.AsSpan().StartsWith("HTTP/1.1 101"u8) ? socket : throw new InvalidOperationException($"{contender.Name}: {Encoding.ASCII.GetString(buffer, 0, filled)}");
    }

    /// <returns>Milliseconds of each round trip.</returns>
    private static async Task<List<double>> TalkAsync(Socket socket, long until)
    {
        using (socket)
        {
            var times = new List<double>(100_000);
            var frame = new byte[6 + Payload];
            (frame[0], frame[1], frame[2]) = (0x82, 0x80 | Payload, 0x5a);
            var buffer = new byte[256];
            for (var sent = Stopwatch.GetTimestamp(); sent < until; sent = Stopwatch.GetTimestamp())
            {
                await socket.SendAsync(frame);
                for (var received = 0; received < 2 + Payload;)
                {
                    var read = await socket.ReceiveAsync(buffer);
                    received += read > 0 ? read : throw new InvalidOperationException("closed in the middle of an echo");
                }

                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return times;
        }
    }
}
