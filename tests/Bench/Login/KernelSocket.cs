using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Bench.Login;

/// <summary>A notebook's line to its kernel.</summary>
internal sealed class KernelSocket(WebSocket socket, string session) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly byte[] buffer = new byte[64 * 1024];

    /// <param name="browser">Whose cookies are sent.</param>
    /// <param name="server">The Jupyter server's path, ending in a slash.</param>
    /// <param name="kernel">Its id.</param>
    public static async Task<KernelSocket> OpenAsync(Browser browser, string server, string kernel)
    {
        var session = Guid.NewGuid().ToString("N");
        return new KernelSocket(await browser.OpenSocketAsync($"{server}api/kernels/{kernel}/channels?session_id={session}"), session);
    }

    /// <summary>Runs <c>1+1</c> until its result, its reply and the kernel's being idle again have all come.</summary>
    public async Task RunCellAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var id = Guid.NewGuid().ToString("N");
        await socket.SendAsync(Cell(id), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        var (result, reply, idle) = (false, false, false);
        while (!(result && reply && idle))
        {
            var message = await ReceiveAsync(limit.Token);
            if ((string?)message["parent_header"]?["msg_id"] != id)
            {
                continue;
            }

            var type = (string?)message["msg_type"] ?? (string?)message["header"]?["msg_type"];
            result |= type == "execute_result" && (string?)message["content"]!["data"]!["text/plain"] == "2";
            reply |= type == "execute_reply" && (string?)message["content"]!["status"] == "ok";
            idle |= type == "status" && (string?)message["content"]!["execution_state"] == "idle";
        }
    }

    public void Dispose() => socket.Dispose();

    private byte[] Cell(string id) => System.Text.Encoding.UTF8.GetBytes(new JsonObject
    {
        ["header"] = new JsonObject { ["msg_id"] = id, ["msg_type"] = "execute_request", ["username"] = "bench", ["session"] = session, ["version"] = "5.3", ["date"] = DateTime.UtcNow.ToString("O") },
        ["parent_header"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["content"] = new JsonObject { ["code"] = "1+1", ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = false, ["stop_on_error"] = true },
        ["channel"] = "shell",
        ["buffers"] = new JsonArray(),
    }.ToJsonString());

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var piece = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException("the kernel's WebSocket was closed before the result");
            }

            length += piece.Count;
            if (piece.EndOfMessage)
            {
                return JsonNode.Parse(buffer.AsSpan(0, length))!;
            }
        }
    }
}
