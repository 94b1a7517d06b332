using System.Net;
using Mux.Fleet;

namespace Mux.Proxy;

/// <summary>The way to one tutorial on one ship, worked out once per state of the ship.</summary>
internal sealed class ShipRoute(Ship ship, string tutorial, IPEndPoint endpoint)
{
    public string Tutorial { get; } = tutorial;

    /// <summary><c>/camp/TUTORIAL/</c>, where all of the ship's cookies and redirects must stay.</summary>
    public string Path { get; } = CampPath.Of(tutorial);

    /// <summary><c>http://ADDRESS:PORT</c></summary>
    public string Prefix { get; } = "http://" + endpoint;

    /// <summary>What Jupyter on this ship must hear. Never logged.</summary>
    public string Authorization { get; } = "token " + ship.Secret;
}
