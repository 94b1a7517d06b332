namespace Mux.Fleet;

/// <summary>The five states of a ship's life; everything else about it is a field beside them.</summary>
internal enum ShipState
{
    /// <summary>Intent stored; no provider has answered yet.</summary>
    Pending,

    /// <summary>The provider accepted it or its agent said hello; its tutorials come up.</summary>
    Booting,

    /// <summary>Every tutorial healthy at its target, and the mux's own probe agreed: may be claimed.</summary>
    Available,

    /// <summary>Claimed by an attendee; stays so while its containers are redeployed or sick.</summary>
    Running,

    /// <summary>Given up, for good; the provider may still have to take the machine down.</summary>
    Terminated,
}

/// <summary>What is believed of the way to a ship.</summary>
internal enum ShipLink
{
    /// <summary>No stream of its agent since this mux started.</summary>
    Unknown,

    /// <summary>Its agent's control stream is open.</summary>
    Connected,

    /// <summary>The stream is gone: not dead, still proxied.</summary>
    Suspect,
}
