using System.Net.Sockets;
using System.Text;

namespace Mux.Tests.Proxy;

/// <summary>Bytes as they are, for what no well-behaved client would send.</summary>
internal static class RawRequest
{
    /// <summary>Sends the text and returns all that comes back until the server closes.</summary>
    public static async Task<string> SendAsync(Uri server, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Cut off by the server: what came before counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static Task<string> GetAsync(Uri server, string target, params string[] headers) =>
        SendAsync(server, $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public static int StatusOf(string answer) => answer.Length > 12 ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
