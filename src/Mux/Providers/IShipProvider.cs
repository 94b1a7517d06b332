using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Providers;

/// <summary>What makes machines. Every call is made with its intent stored, and may be made again with the same token after a crash.</summary>
internal interface IShipProvider
{
    /// <summary>The name in <c>camp.yaml</c>.</summary>
    string Name { get; }

    ProviderTraits Traits { get; }

    /// <summary>All that a launch at this placement says besides its token, as a text to be stored with the intent.</summary>
    string ParametersFor(string placement, FleetId fleet);

    /// <summary>Makes the machines of a batch and starts their agents. The same request twice makes them once.</summary>
    Task<LaunchAnswer> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken);

    /// <summary>Takes machines down. For each, in their order: true when it is gone for certain; false: ask again later. Homes of attendees stay.</summary>
    Task<ImmutableArray<bool>> TerminateAsync(ImmutableArray<MachineEnd> machines, CancellationToken cancellationToken);

    /// <summary>Every machine that carries this camp's name, whether or not the store knows it, and of whichever fleet.</summary>
    Task<ImmutableArray<Machine>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>How a provider wants to be treated.</summary>
internal sealed record ProviderTraits(LaunchTerms Launch)
{
    /// <summary>Between looks at its machines while something is on its way.</summary>
    public TimeSpan LookBusy { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan LookIdle { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long its list may not show a machine that is there.</summary>
    public TimeSpan Settling { get; init; }

    public TimeSpan SweepEvery { get; init; }

    /// <summary>Machines of one sweep.</summary>
    public int SweepCap { get; init; } = int.MaxValue;
}

/// <param name="Batch">Its id is the idempotency token.</param>
/// <param name="EnrollmentToken">The agents' secret; the store keeps only its hash.</param>
internal sealed record LaunchRequest(LaunchBatch Batch, string EnrollmentToken);

/// <summary>A machine to take down: by the provider's name for it, by its ship's, or both.</summary>
internal sealed record MachineEnd(ShipId? Ship, string? ProviderId, bool KeepHomes);
