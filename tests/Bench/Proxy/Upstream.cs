using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Proxy;

/// <summary>
/// What all contenders stand in front of: 1 KB for every request, an echo for every WebSocket. Hand-written over sockets so that it is never what limits;
/// it understands what this bench sends and nothing more.
/// </summary>
internal static class Upstream
{
    private const string Accept = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static readonly byte[] Handshake = Encoding.ASCII.GetBytes(Accept);
    private static readonly byte[] Answer = MakeAnswer();
    private static readonly byte[] NoKernels = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"u8.ToArray();

    public static async Task RunAsync(IPEndPoint endpoint)
    {
        using var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        listener.Listen(1024);
        while (true)
        {
            var client = await listener.AcceptAsync();
            client.NoDelay = true;
            _ = ServeAsync(client);
        }
    }

    private static async Task ServeAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[16 * 1024];
            var filled = 0;
            try
            {
                for (int read; (read = await client.ReceiveAsync(buffer.AsMemory(filled))) > 0;)
                {
                    filled += read;
                    var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                    if (end < 0)
                    {
                        continue;
                    }

                    if (IsUpgrade(buffer.AsSpan(0, end)))
                    {
                        await client.SendAsync(Handshake);
                        await EchoAsync(client, buffer);
                        return;
                    }

                    await client.SendAsync(AsksForKernels(buffer.AsSpan(0, end)) ? NoKernels : Answer);
                    filled = 0;
                }
            }
            catch (SocketException)
            {
                // The peer is gone; so is this connection.
            }
        }
    }

    // Frames shorter than 126 bytes, masked as clients must.
    private static async Task EchoAsync(Socket client, byte[] buffer)
    {
        var filled = 0;
        for (int read; (read = await client.ReceiveAsync(buffer.AsMemory(filled))) > 0;)
        {
            filled += read;
            var used = 0;
            var answered = 0;
            while (filled - used >= 6 && filled - used >= 6 + (buffer[used + 1] & 0x7f))
            {
                var length = buffer[used + 1] & 0x7f;
                Unmask(buffer.AsSpan(used, 6 + length));
                buffer[answered] = buffer[used];
                buffer[answered + 1] = (byte)length;
                buffer.AsSpan(used + 6, length).CopyTo(buffer.AsSpan(answered + 2));
                answered += 2 + length;
                used += 6 + length;
            }

            if (answered > 0)
            {
                await client.SendAsync(buffer.AsMemory(0, answered));
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }

    private static void Unmask(Span<byte> frame)
    {
        for (var i = 6; i < frame.Length; i++)
        {
            frame[i] ^= frame[2 + (i - 6) % 4];
        }
    }

    private static bool IsUpgrade(ReadOnlySpan<byte> head) => head.IndexOf("pgrade: websocket"u8) >= 0;

    // The mux's probe looks for a kernel to talk to.
    private static bool AsksForKernels(ReadOnlySpan<byte> head) => head[..Math.Max(head.IndexOf("\r\n"u8), 0)].IndexOf("/api/kernels "u8) >= 0;

    // JSON of the shape that a Jupyter's api/status has, so that the mux's probe is content too.
    private static byte[] MakeAnswer()
    {
        const string Start = """{"started":"","last_activity":"","connections":0,"kernels":1,"filler":" """;
        var body = Start + new string('x', 1024 - Start.Length - 2) + "\"}";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
