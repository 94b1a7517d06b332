using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Mux.Alerts;
using Mux.Fleet;
using Mux.Pages;
using Mux.Store;

namespace Mux.Dashboard;

/// <summary>
/// Pages that many watch and few change: one is made once for all who look at the same address while there is nothing new to see, and each gets it with
/// the own name and form token in the places left for them.
/// </summary>
internal sealed class PageShelf(FleetStore store, AlertKeeper alerts, IServiceProvider services, ILoggerFactory loggers, TimeProvider time)
{
    private const int Room = 200;

    /// <summary>Ages on a page grow even when nothing happens.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // Nobody can know them, so nobody's text can hold them.
    private readonly string tokenMark = "token-" + RandomNumberGenerator.GetHexString(32);
    private readonly string whoMark = "who-" + RandomNumberGenerator.GetHexString(32);
    private readonly ConcurrentDictionary<string, Kept> shelf = new(StringComparer.Ordinal);
    private Seen seen = new(-1, 0);
    private int made;

    /// <summary>Pages made since the start; those who watch are more.</summary>
    public int Made => Volatile.Read(ref made);

    /// <param name="address">What tells the page from others: its path and query, as they were understood.</param>
    /// <param name="make">Makes the page's model; called with places for name and token.</param>
    public async Task<IResult> ShowAsync<TPage, TModel>(HttpContext context, string address, ShellModel shell, Func<ShellModel, TModel> make)
        where TPage : IComponent
    {
        var key = $"{context.Features.Get<Staff>()?.Roles} {address}";
        var kept = Find(key, () => RenderAsync<TPage, TModel>(make(shell with { FormToken = tokenMark, Who = whoMark })));
        var html = await kept.Html.Value;
        Page.Harden(context);
        return Results.Content(html.Replace(tokenMark, shell.FormToken, StringComparison.Ordinal).Replace(whoMark, HtmlEncoder.Default.Encode(shell.Who), StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    private Kept Find(string key, Func<Task<string>> render)
    {
        var (print, now) = (Print(), time.GetUtcNow());
        if (shelf.Count > Room)
        {
            shelf.Clear();
        }

        return shelf.AddOrUpdate(
            key,
            _ => new Kept(print, now, new(render)),
            (_, kept) => kept.Print == print && now - kept.At < Fresh && !kept.IsBroken ? kept : new Kept(print, now, new(render)));
    }

    // A snapshot is looked at once, however many ask.
    private (int Fleet, long Alerts) Print()
    {
        var snapshot = store.Snapshot;
        var last = Volatile.Read(ref seen);
        if (last.Version != snapshot.Version)
        {
            last = new Seen(snapshot.Version, FleetPulse.Fingerprint(snapshot));
            Volatile.Write(ref seen, last);
        }

        return (last.Print, alerts.Board.Version);
    }

    private async Task<string> RenderAsync<TPage, TModel>(TModel model)
        where TPage : IComponent
    {
        Interlocked.Increment(ref made);
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
    }

    private sealed record Seen(long Version, int Print);

    private sealed record Kept((int Fleet, long Alerts) Print, DateTimeOffset At, Lazy<Task<string>> Html)
    {
        public bool IsBroken => Html is { IsValueCreated: true, Value.IsFaulted: true };
    }
}
