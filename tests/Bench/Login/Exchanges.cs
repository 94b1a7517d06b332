using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Bench.Login;

/// <summary>A request on its way to a server and its answer.</summary>
/// <param name="Server">Its address.</param>
/// <param name="ClientPort">Of the connection that both went over.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Began">Its first packet.</param>
/// <param name="Ended">The last packet of the answer.</param>
internal sealed record Exchange(string Server, int ClientPort, string Target, DateTime Began, DateTime Ended)
{
    public TimeSpan Took => Ended - Began;
}

/// <summary>Reads HTTP/1.1 exchanges out of tcpdump's file (Ethernet, IPv4, one request after the other on each connection).</summary>
internal static class Exchanges
{
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    private const int Ethernet = 14;

    /// <param name="file">Whole.</param>
    /// <param name="serverPort">Which end of a connection is asked.</param>
    public static IReadOnlyList<Exchange> Read(ReadOnlySpan<byte> file, int serverPort)
    {
        var done = new List<Exchange>();
        var open = new Dictionary<(string, int), Exchange>();
        for (var at = FileHeader; at + PacketHeader <= file.Length;)
        {
            var header = file.Slice(at, PacketHeader);
            var time = DateTime.UnixEpoch.AddSeconds(BinaryPrimitives.ReadUInt32LittleEndian(header)).AddMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
            var captured = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
            if (at + PacketHeader + captured > file.Length)
            {
                break;
            }

            Take(file.Slice(at + PacketHeader, captured), time, serverPort, open, done);
            at += PacketHeader + captured;
        }

        return [.. done, .. open.Values];
    }

    private static void Take(ReadOnlySpan<byte> frame, DateTime time, int serverPort, Dictionary<(string, int), Exchange> open, List<Exchange> done)
    {
        var ip = frame[Ethernet..];
        var tcp = ip[((ip[0] & 15) * 4)..];
        var payload = tcp[Math.Min(tcp.Length, (tcp[12] >> 4) * 4)..];
        // What the network card shall cut up may have no length in its header; a bare acknowledgement has the length of its headers.
        if (BinaryPrimitives.ReadUInt16BigEndian(ip[2..]) == ip.Length - payload.Length)
        {
            return;
        }

        var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(tcp), BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]));
        var asks = to == serverPort;
        var key = (new IPAddress(ip.Slice(asks ? 16 : 12, 4)).ToString(), asks ? from : to);
        if (asks && TargetOf(payload) is { } target)
        {
            if (open.Remove(key, out var before))
            {
                done.Add(before);
            }

            open[key] = new Exchange(key.Item1, key.Item2, target, time, time);
        }
        else if (!asks && open.TryGetValue(key, out var exchange))
        {
            open[key] = exchange with { Ended = time };
        }
    }

    private static string? TargetOf(ReadOnlySpan<byte> payload)
    {
        var text = Encoding.ASCII.GetString(payload);
        return text.StartsWith("GET ", StringComparison.Ordinal) || text.StartsWith("POST ", StringComparison.Ordinal) ? text.Split(' ', 3)[1] : null;
    }
}
