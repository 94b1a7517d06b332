using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Store;
using Yarp.ReverseProxy.Forwarder;

namespace Mux.Proxy;

/// <summary><c>/camp/TUTORIAL/…</c> for everybody, each at their own ship.</summary>
internal sealed class ProxyEndpoint(
    VisitorLookup visitors, OwnOrigin origin, LoopGuard loop, CampDefinition camp, ShipRoutes routes, Passes passes, ShipForwarder forwarder, ShipUse use, ProxyPages pages,
    FleetStore store, TimeProvider time, IOptions<ProxyOptions> options)
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(250);

    public Task HandleAsync(HttpContext context)
    {
        var kind = RequestKind.Of(context);
        if (Objection(context, kind) is var (status, why))
        {
            return ProxyPages.RefuseAsync(context, status, "Refused", why);
        }

        if (visitors(context) is not { } visitor)
        {
            return ProxyPages.LoginAsync(context);
        }

        if (CampPath.Parse(context.Request.Path.Value) is not { } path)
        {
            context.Response.Redirect("/");
            return Task.CompletedTask;
        }

        return visitor.Ship is { } ship && routes.Find(ship, path.Tutorial) is { } route
            ? path.IsComplete ? ForwardAsync(context, visitor, ship, route, kind) : CompleteAsync(context, path)
            : ExplainAsync(context, visitor.Ship, path.Tutorial.ToString());
    }

    private (int Status, string Why)? Objection(HttpContext context, RequestKind kind) => kind switch
    {
        _ when loop.HasComeRound(context.Request) => (StatusCodes.Status508LoopDetected, "This request has been here before: a tutorial sends requests back to where they come from."),
        RequestKind.Refused => (StatusCodes.Status400BadRequest, "Tutorials are reached by HTTP requests and WebSockets only."),
        RequestKind.Unsafe or RequestKind.WebSocket when !IsOwnPage(context) =>
            (StatusCodes.Status403Forbidden, "The Origin header must be there and name this very site: only its own pages may change something or open a WebSocket."),
        _ => null,
    };

    private async Task ForwardAsync(HttpContext context, Visitor visitor, Ship ship, ShipRoute route, RequestKind kind)
    {
        var isWebSocket = kind == RequestKind.WebSocket;
        if (passes.TryEnter(visitor, ship.Id, isWebSocket) is not { } pass)
        {
            context.Response.Headers.RetryAfter = "1";
            await ProxyPages.RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too much at once", "You have too many requests or WebSockets open. Close some tabs.");
            return;
        }

        try
        {
            NoteUse(context, ship.Id, kind);
            await ForwardAsync(context, pass, route, kind);
        }
        finally
        {
            pass.Traffic.Leave(isWebSocket);
        }
    }

    // Who saves, starts or sends something works; who only has a page open asks for news, which are safe requests.
    private void NoteUse(HttpContext context, ShipId ship, RequestKind kind)
    {
        if (kind == RequestKind.Unsafe)
        {
            use.Note(ship);
        }
        else if (kind == RequestKind.WebSocket && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            WatchedUpgrade.Watch(context, use, ship);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ForwardAsync(HttpContext context, Pass pass, ShipRoute route, RequestKind kind)
    {
        if (kind == RequestKind.Unsafe)
        {
            ShipForwarder.AllowAnySize(context);
        }

        var error = await forwarder.SendAsync(context, route, kind, pass.Revoked);
        if (error != ForwarderError.None && kind != RequestKind.Unsafe && ShipForwarder.WasNeverConnected(context))
        {
            error = await TryAgainAsync(context, pass.Ship, route, kind, pass.Revoked);
        }

        if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AfterFailureAsync(context, route, pass);
        }
    }

    /// <summary>While a container is replaced its address is dead for a moment: wait for the next one, but not for long.</summary>
    private async Task<ForwarderError> TryAgainAsync(HttpContext context, ShipId id, ShipRoute failed, RequestKind kind, CancellationToken revoked)
    {
        var since = time.GetTimestamp();
        var error = ForwarderError.Request;
        while (error != ForwarderError.None && !context.Response.HasStarted && ShipForwarder.WasNeverConnected(context) && time.GetElapsedTime(since) < options.Value.SwitchPatience)
        {
            await ChangeAsync(context.RequestAborted, revoked);
            if (context.RequestAborted.IsCancellationRequested || revoked.IsCancellationRequested)
            {
                break;
            }

            if (store.Snapshot.Ships.TryGetValue(id, out var ship) && routes.Find(ship, failed.Tutorial) is { } route)
            {
                ProxyPages.Clear(context);
                error = await forwarder.SendAsync(context, route, kind, revoked);
            }
        }

        return error;
    }

    private async Task ChangeAsync(CancellationToken aborted, CancellationToken revoked)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, revoked);
        Task change = store.WaitForChangeAsync(store.Snapshot.Version, either.Token);
        await Task.WhenAny(change, Task.Delay(RetryEvery, time, either.Token));
        await either.CancelAsync();
        await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task AfterFailureAsync(HttpContext context, ShipRoute route, Pass pass)
    {
        var status = context.Response.StatusCode;
        var isShips = status is StatusCodes.Status502BadGateway or StatusCodes.Status504GatewayTimeout;
        ProxyPages.Clear(context);
        return pass.Revoked.IsCancellationRequested ? ProxyPages.WaitAsync(context)
            : isShips ? pages.MomentAsync(context, route.Tutorial, store.Snapshot.Ships.GetValueOrDefault(pass.Ship)?.Tutorials.GetValueOrDefault(route.Tutorial))
            : ProxyPages.RefuseAsync(context, status, "The request did not get through", "It broke off on its way to the tutorial. Try it again.");
    }

    private Task ExplainAsync(HttpContext context, Ship? ship, string tutorial) =>
        camp.Tutorial(tutorial) is null ? pages.UnknownTutorialAsync(context, tutorial)
        : ship is null ? ProxyPages.WaitAsync(context)
        : pages.MomentAsync(context, tutorial, ship.Tutorials.GetValueOrDefault(tutorial));

    // Jupyter stops checking Origin once a token comes with the request, and the mux adds one to all: so the mux checks.
    private bool IsOwnPage(HttpContext context) => context.Request.Headers.Origin.Count == 1 && origin.Of(context) == Provenance.Own;

    private static Task CompleteAsync(HttpContext context, CampPath path)
    {
        context.Response.Redirect(new PathString(path.Path + "/").ToUriComponent() + context.Request.QueryString.ToUriComponent(), permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    }
}
