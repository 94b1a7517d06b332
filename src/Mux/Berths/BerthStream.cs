using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mux.Auth;
using Mux.Pages;

namespace Mux.Berths;

/// <summary><c>GET /berth/events</c>: what <c>GET /berth</c> answers, as server-sent events.</summary>
internal sealed class BerthStream(BerthLookup lookup, BerthEvents events, ResumeNote note, FormToken tokens, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IResult Nobody() => Results.Problem("Log in first: GET /login.", statusCode: StatusCodes.Status401Unauthorized, title: "Not logged in");

    public IResult Watch(HttpContext context)
    {
        Page.Harden(context);
        if (lookup.Find(context) is not { Attendee.Id: var attendee, Login.Key: var key })
        {
            return Nobody();
        }

        if (!events.TryEnter(attendee))
        {
            context.Response.Headers.RetryAfter = "30";
            return Results.Problem($"At most {BerthEvents.StreamsEach} streams at once.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        context.Response.OnCompleted(() =>
        {
            events.Leave(attendee);
            return Task.CompletedTask;
        });
        var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(ends);
        var (codeToNote, token) = (note.IsLeft(context), tokens.For(context));
        return TypedResults.ServerSentEvents(AsText(events.WatchAsync(attendee, key, ends.Token), view => Dress(view, codeToNote, token), ends.Token));
    }

    /// <summary>The view with what is this browser's own.</summary>
    public BerthView Dress(BerthView view, bool codeToNote, string formToken) => view with { CodeToNote = codeToNote, FormToken = formToken, Time = time.GetUtcNow() };

    // A stream that ends because its reader went, or the mux stops, has ended well.
    private static async IAsyncEnumerable<SseItem<string>> AsText(IAsyncEnumerable<SseItem<BerthView?>> items, Func<BerthView, BerthView> dress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var each = items.GetAsyncEnumerator(cancellationToken);
        while (await MovesAsync(each))
        {
            yield return new SseItem<string>(each.Current.Data is { } view ? JsonSerializer.Serialize(dress(view), Json) : "", each.Current.EventType);
        }
    }

    private static async Task<bool> MovesAsync(IAsyncEnumerator<SseItem<BerthView?>> each)
    {
        try
        {
            return await each.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
