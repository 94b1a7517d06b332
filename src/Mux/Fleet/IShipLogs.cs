namespace Mux.Fleet;

/// <summary>The last lines of a container's output, asked of the ship's agent at this moment.</summary>
internal interface IShipLogs
{
    /// <summary>Never throws for what a ship may do; bounded in time by the implementation.</summary>
    /// <param name="tutorial">A tutorial that the ship has as a target.</param>
    /// <param name="lines">1 to 1000.</param>
    Task<ShipLog> TailAsync(ShipId ship, string tutorial, int lines, CancellationToken cancellationToken);
}

/// <summary>Either <paramref name="Text"/> (at most 64 KiB, as the container wrote it: never believed, always escaped) or <paramref name="Error"/>, for people.</summary>
internal sealed record ShipLog(string? Text, string? Error)
{
    public static ShipLog None(string why) => new(null, why);
}
