using System.Collections.Immutable;

namespace Mux.Preflight;

/// <summary>Asks one provider whether the whole fleet would fit. Changes nothing there.</summary>
internal interface IPreflight
{
    /// <summary>Launching waits for the first report: a launch that must fail is not tried.</summary>
    bool HoldsLaunches { get; }

    /// <param name="ships">The size of the fleet.</param>
    /// <returns>Checks in the order in which they are to be mended; what could not be asked is among them as unknown.</returns>
    Task<ImmutableArray<PreflightCheck>> CheckAsync(int ships, CancellationToken cancellationToken);
}
