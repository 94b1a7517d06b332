using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Mux.Proxy;

/// <summary>What a browser hears of a ship's answer: all but what would speak for the mux, for its other pages, or to the proxies in front of it.</summary>
internal static class ResponseHeaders
{
    private enum Rule
    {
        Drop,
        Cookie,
        Location,
        CacheControl,
        WorkerScope,
        Refresh,
        Length,
    }

    private static readonly FrozenDictionary<string, Rule> Rules = MakeRules();
    private static readonly string[] DroppedFamilies = ["Access-Control-", "Proxy-", "X-Accel-", "Surrogate-", "X-Forwarded-", "Mux-", "X-Mux-"];
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues OwnFrames = "frame-ancestors 'self'";
    private static readonly StringValues Private = "private";

    /// <summary>Copies what may pass. <c>Location</c> is the caller's to judge.</summary>
    public static void Copy(HttpContext context, HttpResponseMessage message, ShipRoute route)
    {
        var headers = context.Response.Headers;
        Copy(context, message.Headers, headers, route);
        Copy(context, message.Content.Headers, headers, route);
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = StringValues.Concat(headers.ContentSecurityPolicy, OwnFrames);
        if (headers.CacheControl.Count == 0)
        {
            // All attendees have the same addresses: nothing in between may answer one with another's page.
            headers.CacheControl = Private;
        }
    }

    private static void Copy(HttpContext context, HttpHeaders from, IHeaderDictionary to, ShipRoute route)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (Rules.TryGetValue(name, out var rule))
            {
                CopyByRule(context, rule, values, to, route);
            }
            else if (!IsOfDroppedFamily(name) && Sendable(values) is { Count: > 0 } sendable)
            {
                to[name] = sendable;
            }
        }
    }

    private static void CopyByRule(HttpContext context, Rule rule, HeaderStringValues values, IHeaderDictionary to, ShipRoute route)
    {
        var text = values.Count == 1 ? values.ToString() : "";
        switch (rule)
        {
            case Rule.Cookie:
                to.SetCookie = values.Select(value => ShipCookies.Tame(value, route.Path)).Where(value => value is not null).Take(ShipCookies.MostPerResponse).ToArray();
                break;
            case Rule.Location when text.Length > 0:
                to.Location = text;
                break;
            case Rule.CacheControl:
                to.CacheControl = Privately(values);
                break;
            case Rule.WorkerScope when text.StartsWith(route.Path, StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal):
                to["Service-Worker-Allowed"] = text;
                break;
            case Rule.Refresh when int.TryParse(text, out _):
                to["Refresh"] = text;
                break;
            case Rule.Length when context.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status101SwitchingProtocols):
                to.ContentLength = long.TryParse(text, out var length) ? length : null;
                break;
        }
    }

    // A header that the server could not send would turn the whole answer into an error.
    private static StringValues Sendable(HeaderStringValues values)
    {
        if (values.Count == 1)
        {
            var only = values.ToString();
            return IsSendable(only) ? only : default;
        }

        return values.Where(IsSendable).ToArray();
    }

    private static bool IsSendable(string value) => Ascii.IsValid(value) && !value.AsSpan().ContainsAnyInRange('\0', '\b');

    private static StringValues Privately(HeaderStringValues values)
    {
        var all = string.Join(", ", values);
        if (!all.Contains("public", StringComparison.OrdinalIgnoreCase) && !all.Contains("s-maxage", StringComparison.OrdinalIgnoreCase))
        {
            return IsSendable(all) ? all : Private;
        }

        var kept = all.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(part =>
            !part.Equals("public", StringComparison.OrdinalIgnoreCase) && !part.StartsWith("s-maxage", StringComparison.OrdinalIgnoreCase));
        return "private, " + string.Join(", ", kept.Where(IsSendable));
    }

    private static bool IsOfDroppedFamily(string name)
    {
        foreach (var family in DroppedFamilies)
        {
            if (name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenDictionary<string, Rule> MakeRules()
    {
        string[] dropped =
        [
            "Connection", "Keep-Alive", "Transfer-Encoding", "Trailer", "TE", "Upgrade", "Via", "HTTP2-Settings", "Alt-Svc", "ALPN", "Close",
            "Clear-Site-Data", "Strict-Transport-Security", "Public-Key-Pins", "Public-Key-Pins-Report-Only", "Expect-CT", "Set-Cookie2", "P3P", "X-Sendfile",
            "WWW-Authenticate", "Authentication-Info", "Server", "X-Powered-By", "X-Content-Type-Options", "Content-Location", "Origin-Agent-Cluster", "Report-To",
            "Reporting-Endpoints", "NEL", "CDN-Cache-Control", "No-Vary-Search", "Speculation-Rules", "Accept-CH", "Critical-CH", "Timing-Allow-Origin", "SourceMap",
        ];
        var rules = dropped.ToDictionary(name => name, _ => Rule.Drop, StringComparer.OrdinalIgnoreCase);
        rules["Set-Cookie"] = Rule.Cookie;
        rules["Location"] = Rule.Location;
        rules["Cache-Control"] = Rule.CacheControl;
        rules["Service-Worker-Allowed"] = Rule.WorkerScope;
        rules["Refresh"] = Rule.Refresh;
        rules["Content-Length"] = Rule.Length;
        return rules.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
