using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Mux.Proxy;

/// <summary>
/// What a ship hears of a request. Only what stands here passes: a header that nobody thought of cannot carry the mux's secrets to a stranger's machine.
/// </summary>
internal sealed class RequestHeaders(IOptions<ProxyOptions> options, LoopGuard loop)
{
    private static readonly string[] Passing =
    [
        "Accept", "Accept-Charset", "Accept-Language", "Accept-Encoding", "Cache-Control", "Content-Type", "Content-Length", "Content-Encoding", "Content-Language",
        "Content-Disposition", "Content-Range", "Content-MD5", "DNT", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range",
        "Last-Event-ID", "Origin", "Pragma", "Prefer", "Priority", "Referer", "Save-Data", "User-Agent", "X-CSRFToken", "X-Requested-With", "X-XSRFToken", "Host",
    ];

    // Never, whatever a camp's settings say.
    private static readonly string[] Refused = ["Authorization", "Cookie", "Connection", "Upgrade", "Via", "Forwarded", "Transfer-Encoding", "Trailer", "TE", "Expect"];

    private readonly FrozenSet<string> passing = Passing.Concat(options.Value.ExtraRequestHeaders).Except(Refused, StringComparer.OrdinalIgnoreCase)
        .Where(name => !name.Contains('_', StringComparison.Ordinal)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Copy(HttpContext context, HttpRequestMessage message, ShipRoute route)
    {
        var banner = Banner.IsWantedBy(context.Request);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (passing.Contains(name) ? !banner || !IsAcceptEncoding(name) : IsBrowserHint(name))
            {
                Add(message, name, values);
            }
            else if (name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
            {
                AddCookies(message, values);
            }
        }

        if (banner)
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, "identity");
        }

        AddOwn(context, message, route);
    }

    private void AddOwn(HttpContext context, HttpRequestMessage message, ShipRoute route)
    {
        message.Headers.TryAddWithoutValidation(HeaderNames.Authorization, route.Authorization);
        message.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.RemoteIpAddress?.ToString());
        message.Headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        message.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        message.Headers.TryAddWithoutValidation(HeaderNames.Via, loop.Via);
    }

    // Scripts cannot set these; WebSocket handshakes need theirs.
    private static bool IsBrowserHint(string name) =>
        (name.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Jupyter", StringComparison.OrdinalIgnoreCase)) && !name.Contains('_', StringComparison.Ordinal);

    private static bool IsAcceptEncoding(string name) => name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase);

    private static void AddCookies(HttpRequestMessage message, StringValues values)
    {
        foreach (var value in values)
        {
            if (MuxCookies.Without(value ?? "") is { } kept)
            {
                message.Headers.TryAddWithoutValidation(HeaderNames.Cookie, kept);
            }
        }
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (values.Count == 1 ? !message.Headers.TryAddWithoutValidation(name, values.ToString()) : !message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
        {
            message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
    }
}
