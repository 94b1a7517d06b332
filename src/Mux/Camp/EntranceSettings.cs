using System.Collections.Immutable;
using System.Net;

namespace Mux.Camp;

/// <summary>How people's traffic gets in: straight over TLS, or through proxies that end TLS before the mux.</summary>
internal sealed record EntranceSettings
{
    /// <summary>Null: the attendees' listener speaks plain HTTP.</summary>
    public TlsFiles? AttendeeTls { get; init; }

    public TlsFiles? OrganizerTls { get; init; }

    /// <summary>Where to listen when it is not where the URL says: behind a load balancer people type another port.</summary>
    public IPEndPoint? AttendeeListen { get; init; }

    public IPEndPoint? OrganizerListen { get; init; }

    /// <summary>Only from these is a forwarded header believed.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Listens there only to send people on to the attendees' address; null: nowhere.</summary>
    public Uri? RedirectUrl { get; init; }
}

/// <summary>PEM files: <paramref name="Certificate"/> holds the server's first and then those up to its root, <paramref name="Key"/> its private key.</summary>
internal sealed record TlsFiles(string Certificate, string Key);
