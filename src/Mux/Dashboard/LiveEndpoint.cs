using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary><c>GET /live</c>: one server-sent event each time that a page has something new to show.</summary>
internal sealed class LiveEndpoint(FleetPulse pulse, IHostApplicationLifetime lifetime)
{
    public const string Path = "/live";

    public ServerSentEventsResult<string> Watch(HttpContext context)
    {
        Page.Harden(context);
        var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ends);
        return TypedResults.ServerSentEvents(BeatsAsync(ends.Token));
    }

    private async IAsyncEnumerable<SseItem<string>> BeatsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>("", "hello"); // headers go out at once, so that the browser knows that it is connected
        while (await BeatAsync(cancellationToken))
        {
            yield return new SseItem<string>("", "change");
        }
    }

    // A stream that ends because its reader went, or the mux stops, has ended well.
    private async Task<bool> BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pulse.NextAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
