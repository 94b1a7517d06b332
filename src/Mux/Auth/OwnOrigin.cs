using Mux.Camp;
using Mux.Listeners;

namespace Mux.Auth;

/// <summary>What the browser says of where a request comes from.</summary>
internal enum Provenance
{
    /// <summary>The page that sent it is one of the same listener.</summary>
    Own,

    /// <summary>Another site, another port of this host, a sandboxed page, or a request that no form and no script of ours makes.</summary>
    Foreign,

    /// <summary>Neither <c>Origin</c> nor <c>Sec-Fetch-Site</c>: no browser of today, but a program.</summary>
    Unsaid,
}

/// <summary>Compares <c>Origin</c> and <c>Sec-Fetch-*</c> with the mux's own address. Each header that is there must agree: none excuses another.</summary>
internal sealed class OwnOrigin(MuxSettings settings, ListenerPorts ports)
{
    private readonly string attendee = settings.AttendeeUrl.GetLeftPart(UriPartial.Authority);
    private readonly string organizer = settings.OrganizerUrl.GetLeftPart(UriPartial.Authority);

    public Provenance Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        var origin = headers.Origin;
        var site = headers["Sec-Fetch-Site"];
        if (origin.Count == 0 && site.Count == 0)
        {
            return headers["Sec-Fetch-Mode"].Count == 0 ? Provenance.Unsaid : Provenance.Foreign;
        }

        return (origin.Count == 0 || (origin.Count == 1 && IsOwn(context, origin[0]!)))
            && (site.Count == 0 || (site.Count == 1 && site[0] == "same-origin"))
            && headers["Sec-Fetch-Mode"] != "no-cors"
            ? Provenance.Own
            : Provenance.Foreign;
    }

    // The configured address counts (TLS may end before the mux); so does the one that the browser itself asked for.
    private bool IsOwn(HttpContext context, string origin)
    {
        var configured = ports.Of(context.Connection.LocalPort) == Listener.Organizer ? organizer : attendee;
        return string.Equals(origin, configured, StringComparison.OrdinalIgnoreCase)
            || string.Equals(origin, $"{context.Request.Scheme}://{context.Request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}
