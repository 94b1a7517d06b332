using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Mux.Controller;
using Mux.Tests.Proxy;
using Xunit;

namespace Mux.Tests.Controller;

public sealed class KernelDialogueTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler { UseProxy = false });
    private ShipServer ship = null!;

    public async ValueTask InitializeAsync() => ship = await ShipServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        invoker.Dispose();
        await ship.DisposeAsync();
    }

    [Fact]
    public async Task A_kernel_that_answers_the_question_talks()
    {
        ship.Answer = context => AnswerAsync(context, question => [Message("status", question), Message("kernel_info_reply", question)]);
        Assert.True(await AskAsync());
        Assert.Contains("Authorization: token canary-secret\n", ship.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_somebody_elses_question_is_none()
    {
        ship.Answer = context => AnswerAsync(context, _ => [Message("kernel_info_reply", "another")]);
        Assert.False(await AskAsync());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"header": 1, "parent_header": null}""")]
    public async Task Nonsense_is_no_answer(string text)
    {
        ship.Answer = context => AnswerAsync(context, _ => [text]);
        Assert.False(await AskAsync());
    }

    [Fact]
    public async Task A_flood_without_an_answer_is_not_read_for_ever()
    {
        var chatter = Message("stream", new string('x', 60_000));
        ship.Answer = context => AnswerAsync(context, _ => Enumerable.Repeat(chatter, 1000));
        Assert.False(await AskAsync());
    }

    [Fact]
    public async Task A_refused_upgrade_is_no_answer()
    {
        ship.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        Assert.False(await AskAsync());
    }

    private Task<bool> AskAsync() => new KernelDialogue(invoker, new FakeTimeProvider()) // whose patience stands still
        .AnswersAsync(new Uri($"ws://{ship.Endpoint}/camp/intro/api/kernels/k/channels"), "canary-secret", TestContext.Current.CancellationToken);

    private static string Message(string type, string question) =>
        new JsonObject { ["header"] = new JsonObject { ["msg_type"] = type }, ["parent_header"] = new JsonObject { ["msg_id"] = question } }.ToJsonString();

    // Says what it is told to say, then closes.
    private static async Task AnswerAsync(HttpContext context, Func<string, IEnumerable<string>> answers)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        var asked = await socket.ReceiveAsync(buffer, context.RequestAborted);
        var question = (string)JsonNode.Parse(buffer.AsSpan(0, asked.Count))!["header"]!["msg_id"]!;
        try
        {
            foreach (var answer in answers(question))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The other side has heard enough.
        }
    }
}
