using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mux.Tests.Proxy;

internal static class Sockets
{
    /// <summary>As a browser with this login would open it from a page of the mux.</summary>
    public static async Task<ClientWebSocket> OpenAsync(ProxyHost host, string name = "ada", params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"mux={name}");
        socket.Options.SetRequestHeader("Origin", host.Origin);
        foreach (var (header, value) in headers)
        {
            socket.Options.SetRequestHeader(header, value);
        }

        await socket.ConnectAsync(new Uri($"ws://{host.Url.Authority}/camp/plot/api/kernels/1/channels"), CancellationToken.None);
        return socket;
    }

    public static async Task<string> EchoedAsync(this WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    /// <summary>Until the other side is gone, however it goes.</summary>
    public static async Task EndAsync(this WebSocket socket)
    {
        try
        {
            while ((await socket.ReceiveAsync(new byte[1024], CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
    }

    /// <summary>A ship's answer that sends back every message.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
    }
}
