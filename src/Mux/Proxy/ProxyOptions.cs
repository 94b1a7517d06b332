using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Mux.Proxy;

/// <summary>Limits of the way to the ships. Times are checked at start; each default is what a Jupyter server needs.</summary>
internal sealed class ProxyOptions
{
    /// <summary>Requests of one attendee under way at a time; more get a 429. WebSockets are counted apart.</summary>
    [Range(8, 10_000)]
    public int RequestsPerAttendee { get; set; } = 256;

    /// <summary>WebSockets of one attendee open at a time: one per notebook, terminal and widget; more get a 429.</summary>
    [Range(4, 10_000)]
    public int WebSocketsPerAttendee { get; set; } = 128;

    /// <summary>A ship is on the same network: what has not connected by then will not.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Without a byte in either direction until a request is given up; starting a kernel may take minutes.</summary>
    public TimeSpan RequestSilence { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for a WebSocket; a kernel may work for hours and say nothing.</summary>
    public TimeSpan WebSocketSilence { get; set; } = TimeSpan.FromHours(24);

    /// <summary>An unused connection to a ship is kept for this long, so that a dead ship's sockets come back.</summary>
    public TimeSpan IdleConnection { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>While a container is being replaced a safe request waits this long before the attendee is told.</summary>
    public TimeSpan SwitchPatience { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often open connections are held against logins and berths.</summary>
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Request headers that a tutorial's own applications need beside the ones that always pass.</summary>
    public ImmutableArray<string> ExtraRequestHeaders { get; set; } = [];
}
