using Mux.Camp;

namespace Mux.Proxy;

/// <summary>
/// The mux's own origin. Jupyter stops checking Origin once a token comes with the request, and the mux adds one to all: so the mux checks.
/// Own is what the settings say, or the very host that the browser asked (its cookies are bound to that host).
/// </summary>
internal sealed class OwnOrigin(MuxSettings settings)
{
    private readonly string configured = settings.AttendeeUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>For unsafe methods and WebSockets: exactly one Origin, the mux's own, and nothing that says otherwise.</summary>
    public bool IsCaller(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            return false;
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return (site.Length == 0 || site is "same-origin" or "none") && IsOwn(origin, request);
    }

    /// <summary>Whether an absolute address is on the mux itself.</summary>
    public bool IsOwn(Uri address, HttpRequest request) => IsOwn(address.GetLeftPart(UriPartial.Authority), request) && address.UserInfo.Length == 0;

    private bool IsOwn(string origin, HttpRequest request) => origin == configured || IsHost(origin, request);

    private static bool IsHost(ReadOnlySpan<char> origin, HttpRequest request)
    {
        var scheme = request.Scheme;
        var host = request.Host.Value;
        return host is { Length: > 0 }
            && origin.Length == scheme.Length + 3 + host.Length
            && origin.StartsWith(scheme, StringComparison.Ordinal)
            && origin[scheme.Length..].StartsWith("://", StringComparison.Ordinal)
            && origin[(scheme.Length + 3)..].Equals(host, StringComparison.OrdinalIgnoreCase);
    }
}
