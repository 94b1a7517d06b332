using System.Net.WebSockets;
using System.Text.Json;

namespace Mux.Controller;

/// <summary>
/// Asks a kernel who it is, over the WebSocket that a notebook would use: pages that load prove nothing about the sockets that run cells.
/// What answers may be hostile: sizes and time are capped.
/// </summary>
internal sealed class KernelDialogue(HttpMessageInvoker invoker, TimeProvider time)
{
    private const int MostBytes = 256 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True when the kernel answers a <c>kernel_info_request</c>.</summary>
    /// <param name="channels">The kernel's <c>…/api/kernels/ID/channels</c>, with the scheme <c>ws</c>.</param>
    /// <param name="secret">Jupyter's token.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<bool> AnswersAsync(Uri channels, string secret, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"token {secret}");
        try
        {
            await socket.ConnectAsync(channels, invoker, either.Token);
            var question = Guid.NewGuid().ToString("N");
            await socket.SendAsync(Question(question), WebSocketMessageType.Text, endOfMessage: true, either.Token);
            return await HearsAnswerAsync(socket, question, either.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private byte[] Question(string id) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        header = new { msg_id = id, msg_type = "kernel_info_request", username = "mux", session = id, version = "5.3", date = time.GetUtcNow().ToString("O") },
        parent_header = new { },
        metadata = new { },
        content = new { },
        channel = "shell",
        buffers = Array.Empty<string>(),
    });

    private static async Task<bool> HearsAnswerAsync(ClientWebSocket socket, string question, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        for (var taken = 0; taken < MostBytes;)
        {
            var (length, ended) = await MessageAsync(socket, buffer, cancellationToken);
            if (ended)
            {
                return false;
            }

            if (IsAnswer(buffer.AsMemory(0, length), question))
            {
                return true;
            }

            taken += length;
        }

        return false;
    }

    private static async Task<(int Length, bool Ended)> MessageAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var piece = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += piece.Count;
            if (piece.MessageType == WebSocketMessageType.Close || piece.EndOfMessage)
            {
                return (length, piece.MessageType == WebSocketMessageType.Close);
            }
        }

        return (0, true);
    }

    private static bool IsAnswer(ReadOnlyMemory<byte> message, string question)
    {
        using var document = JsonDocument.Parse(message);
        return Text(document.RootElement, "header", "msg_type") == "kernel_info_reply" && Text(document.RootElement, "parent_header", "msg_id") == question;
    }

    private static string? Text(JsonElement root, string part, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(part, out var inner) && inner.ValueKind == JsonValueKind.Object
        && inner.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
