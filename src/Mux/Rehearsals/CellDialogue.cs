using System.Net.WebSockets;
using System.Text.Json;

namespace Mux.Rehearsals;

/// <summary>Runs one cell over the WebSocket that a notebook would use. What answers may be hostile: sizes are capped, and the visit bounds the time.</summary>
internal sealed class CellDialogue(WebSocket socket, TimeProvider time)
{
    private const int MostBytes = 1 << 20;

    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly byte[] buffer = new byte[256 << 10];

    /// <summary>Null when <c>1+1</c> gave 2; else what went wrong.</summary>
    /// <exception cref="WebSocketException">The socket broke.</exception>
    /// <exception cref="JsonException">What came is no kernel's message.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        await socket.SendAsync(Question(id), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        var (result, replied) = (false, false);
        for (var taken = 0; taken < MostBytes && !(result && replied);)
        {
            if (await ReceiveAsync(cancellationToken) is not { } length)
            {
                return "the kernel's WebSocket was closed before the result";
            }

            taken += length;
            using var message = JsonDocument.Parse(buffer.AsMemory(0, length));
            var root = message.RootElement;
            if (Text(root, "parent_header", "msg_id") != id)
            {
                continue;
            }

            var type = Text(root, "header", "msg_type");
            if (type == "execute_reply" && Text(root, "content", "status") is not "ok" and var status)
            {
                return $"the kernel answered '{status}'";
            }

            result |= type == "execute_result" && root.GetProperty("content").TryGetProperty("data", out var data) && data.TryGetProperty("text/plain", out var text) && text.GetString() == "2";
            replied |= type == "execute_reply";
        }

        return result && replied ? null : "the kernel talked, but gave no result";
    }

    private byte[] Question(string id) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        header = new { msg_id = id, msg_type = "execute_request", username = "mux", session, version = "5.3", date = time.GetUtcNow().ToString("O") },
        parent_header = new { },
        metadata = new { },
        content = new { code = "1+1", silent = false, store_history = false, user_expressions = new { }, allow_stdin = false, stop_on_error = true },
        channel = "shell",
        buffers = Array.Empty<string>(),
    });

    // Null when the socket was closed, or the message is larger than any that belongs here.
    private async Task<int?> ReceiveAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var piece = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += piece.Count;
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (piece.EndOfMessage)
            {
                return length;
            }
        }

        return null;
    }

    private static string? Text(JsonElement root, string part, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(part, out var inner) && inner.ValueKind == JsonValueKind.Object
        && inner.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
