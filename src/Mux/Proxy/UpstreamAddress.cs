using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Mux.Proxy;

/// <summary>The request's own path and query, at the ship.</summary>
internal static class UpstreamAddress
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static Uri Of(HttpContext context, ShipRoute route) =>
        Uri.TryCreate(string.Concat(route.Prefix, WithoutToken(Target(context, route))), in AsWritten, out var address)
            ? address
            : throw new BadHttpRequestException("the address cannot be read");

    // As the browser wrote it, so that every file name arrives as it is; but decoded and put together again
    // when there is a trick in it: then what was routed is what is sent.
    private static string Target(HttpContext context, ShipRoute route)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return raw.StartsWith(route.Path, StringComparison.Ordinal) && !HasTrick(raw)
            ? raw
            : context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
    }

    private static bool HasTrick(ReadOnlySpan<char> raw) =>
        raw.Contains("/.", StringComparison.Ordinal)
        || raw.ContainsAny('\\', '#')
        || (raw.Contains('%') && (raw.Contains("%2e", StringComparison.OrdinalIgnoreCase) || raw.Contains("%5c", StringComparison.OrdinalIgnoreCase)));

    // Jupyter would believe a token of the address before the mux's own.
    private static string WithoutToken(string target)
    {
        var question = target.IndexOf('?');
        if (question < 0 || !MayNameToken(target.AsSpan(question + 1)))
        {
            return target;
        }

        var kept = new StringBuilder(target, 0, question, target.Length);
        var separator = '?';
        foreach (var range in target.AsSpan(question + 1).Split('&'))
        {
            var pair = target.AsSpan(question + 1)[range];
            if (!IsToken(pair))
            {
                kept.Append(separator).Append(pair);
                separator = '&';
            }
        }

        return kept.ToString();
    }

    private static bool MayNameToken(ReadOnlySpan<char> query) => query.Contains("token", StringComparison.OrdinalIgnoreCase) || query.Contains('%');

    private static bool IsToken(ReadOnlySpan<char> pair)
    {
        var equals = pair.IndexOf('=');
        var name = (equals < 0 ? pair : pair[..equals]).Trim('+');
        return Uri.UnescapeDataString(name).Trim().Equals("token", StringComparison.OrdinalIgnoreCase);
    }
}
