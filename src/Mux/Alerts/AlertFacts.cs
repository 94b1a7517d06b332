using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Alerts;

/// <summary>What <see cref="AlertRules"/> must know besides the snapshot.</summary>
internal sealed record AlertFacts
{
    public static readonly AlertFacts None = new();

    /// <summary>The disk of <c>MUX_DATA</c>; null when it could not be looked at.</summary>
    public DiskSpace? MuxDisk { get; init; }

    /// <summary>Certificates that the mux itself shows.</summary>
    public ImmutableArray<ExpiringKey> Keys { get; init; } = [];

    /// <summary>By ship: when the certificate of its agent's stream ends.</summary>
    public ImmutableDictionary<ShipId, DateTimeOffset> AgentCertificates { get; init; } = ImmutableDictionary<ShipId, DateTimeOffset>.Empty;

    /// <summary>Ships whose homes could not be copied to the mux the last times.</summary>
    public ImmutableArray<FailingHome> Homes { get; init; } = [];
}

/// <summary>In bytes.</summary>
internal readonly record struct DiskSpace(long Free, long Total);

/// <summary>A certificate that ends.</summary>
/// <param name="Warning">How long before its end somebody must know.</param>
internal sealed record ExpiringKey(string Name, DateTimeOffset NotAfter, TimeSpan Warning, string Fix);

/// <param name="Why">A few words, such as <c>too large</c>.</param>
/// <param name="Times">In a row.</param>
internal sealed record FailingHome(ShipId Ship, string Why, int Times);
