using System.Collections.Immutable;
using System.Net;
using Mux.Fleet;

namespace Mux.Providers;

/// <summary>What makes machines. Every call is made with its intent stored, and may be made again with the same token after a crash.</summary>
internal interface IShipProvider
{
    /// <summary>The name in <c>camp.yaml</c>.</summary>
    string Name { get; }

    /// <summary>Makes the machine and starts its agent. The same request twice makes one machine.</summary>
    Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken);

    /// <summary>True when the machine is gone for certain; false: ask again later. Homes of attendees stay.</summary>
    Task<bool> TerminateAsync(ShipId ship, bool keepHomes, CancellationToken cancellationToken);

    /// <summary>Every machine that carries this camp's tag, whether or not the store knows it.</summary>
    Task<ImmutableArray<ProviderShip>> ListAsync(CancellationToken cancellationToken);
}

/// <param name="Ship">The ship to be.</param>
/// <param name="Token">Idempotency token of the intent.</param>
/// <param name="EnrollmentToken">The agent's one-time secret; the store keeps only its hash.</param>
internal sealed record LaunchRequest(ShipId Ship, string Token, string EnrollmentToken);

/// <summary>What a provider said to a launch.</summary>
internal abstract record LaunchOutcome
{
    /// <param name="ProviderId">Its own name for the machine.</param>
    /// <param name="Block">Addresses that are the ship's and no other's.</param>
    internal sealed record Accepted(string ProviderId, IPNetwork Block) : LaunchOutcome;

    /// <summary>It will not; <paramref name="Reason"/> is for people.</summary>
    internal sealed record Refused(string Reason) : LaunchOutcome;
}

/// <summary>A machine as its provider sees it.</summary>
/// <param name="Alive">False: the provider is sure that it does not run.</param>
internal sealed record ProviderShip(ShipId Ship, string ProviderId, IPNetwork Block, bool Alive);
