using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Providers;

/// <summary>What a provider said to a launch.</summary>
internal abstract record LaunchAnswer
{
    /// <param name="Machines">For the first of the batch's ships, in their order. Fewer than ships: there was no room for the others.</param>
    /// <param name="Shortfall">Why there was no room; empty when there was.</param>
    internal sealed record Made(ImmutableArray<Machine> Machines, string Shortfall = "") : LaunchAnswer;

    /// <summary>Not there, or not now: another placement may have room.</summary>
    internal sealed record NoRoom(string Reason) : LaunchAnswer;

    /// <summary>It will not make these ships; others it may.</summary>
    internal sealed record Refused(string Reason) : LaunchAnswer;

    /// <summary>Nothing can be launched until somebody mends what is wrong.</summary>
    internal sealed record Forbidden(LaunchStop Stop) : LaunchAnswer;

    /// <summary>Nobody knows whether it did: ask again with the same token and parameters.</summary>
    internal sealed record Unknown(string Reason) : LaunchAnswer;
}
