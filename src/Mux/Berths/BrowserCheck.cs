using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Mux.Camp;
using Mux.Pages;

namespace Mux.Berths;

/// <summary><c>/check</c>: before the day, anybody can see whether browser and network can do what notebooks need, and what to mend.</summary>
internal sealed class BrowserCheck(CampDefinition camp, TimeProvider time)
{
    private const int EchoBytes = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1500);

    public IResult Show(HttpContext context) => Page.Of<CheckPage, ShellModel>(context, new ShellModel("Browser check", camp.Title));

    /// <summary>Two events with a gap between: they must not arrive together.</summary>
    public IResult Stream(HttpContext context)
    {
        Page.Harden(context);
        return TypedResults.ServerSentEvents(TwoAsync(context.RequestAborted));
    }

    /// <summary>Gives one short message back and ends: nobody is logged in here, so nobody may stay.</summary>
    public async Task EchoAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            var buffer = new byte[EchoBytes];
            var got = await socket.ReceiveAsync(buffer, either.Token);
            await socket.SendAsync(buffer.AsMemory(0, got.Count), WebSocketMessageType.Text, endOfMessage: true, either.Token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, either.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It has left, or says nothing: so does the page.
        }
    }

    private async IAsyncEnumerable<SseItem<string>> TwoAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>("first");
        await Task.Delay(Gap, time, cancellationToken);
        yield return new SseItem<string>("second");
    }
}
