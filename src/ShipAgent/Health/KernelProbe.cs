using System.Net.WebSockets;
using System.Text.Json;

namespace ShipAgent.Health;

/// <summary>Runs one tiny cell in a kernel, over the WebSocket that a browser would use.</summary>
internal sealed class KernelProbe(HttpMessageInvoker invoker, TimeProvider time)
{
    private const int MaxMessageBytes = 1 << 20;

    /// <summary>True when the kernel answered the cell with <c>ok</c> and went idle again.</summary>
    /// <param name="jupyter">Whose kernel it is.</param>
    /// <param name="kernelId">As Jupyter gave it.</param>
    /// <param name="cancellationToken">The only limit: how long a kernel may take is the tutorial's to say, and a crowded machine is slow.</param>
    public async Task<bool> RunCellAsync(JupyterServer jupyter, string kernelId, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"token {jupyter.Token}");
        var session = Guid.NewGuid().ToString("N");
        var address = new UriBuilder(new Uri(jupyter.Root, $"api/kernels/{Uri.EscapeDataString(kernelId)}/channels?session_id={session}")) { Scheme = "ws" };
        try
        {
            await socket.ConnectAsync(address.Uri, invoker, cancellationToken);
            var id = Guid.NewGuid().ToString("N");
            await socket.SendAsync(Cell(id, session), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            var ran = await AwaitEndAsync(socket, id, cancellationToken);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
            return ran;
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException or JsonException)
        {
            return false;
        }
    }

    private byte[] Cell(string id, string session)
    {
        var header = new KernelHeader(id, "execute_request", "ship", session, "5.3", time.GetUtcNow().ToString("O"));
        // Not silent, so that the whole path to a shown result is warm; not in the history, so that the attendee's first cell is number 1.
        var content = new ExecuteContent("1+1", false, false, false, true, []);
        return JsonSerializer.SerializeToUtf8Bytes(new ExecuteMessage(header, [], [], content, "shell", []), JupyterJson.Default.ExecuteMessage);
    }

    private static async Task<bool> AwaitEndAsync(ClientWebSocket socket, string id, CancellationToken cancellationToken)
    {
        var (replied, idle) = (false, false);
        while (!replied || !idle)
        {
            if (await ReceiveAsync(socket, cancellationToken) is not { } text)
                return false;
            if (JsonSerializer.Deserialize(text, JupyterJson.Default.KernelMessage) is not { } message || message.ParentHeader?.MsgId != id)
                continue;
            if (message.Header?.MsgType == "execute_reply")
            {
                if (message.Content?.Status != "ok")
                    return false;
                replied = true;
            }
            idle |= message.Header?.MsgType == "status" && message.Content?.ExecutionState == "idle";
        }
        return true;
    }

    private static async Task<byte[]?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[4096];
        while (whole.Length < MaxMessageBytes)
        {
            var piece = await socket.ReceiveAsync(buffer, cancellationToken);
            if (piece.MessageType == WebSocketMessageType.Close)
                return null;
            whole.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
                return whole.ToArray();
        }
        return null;
    }
}
