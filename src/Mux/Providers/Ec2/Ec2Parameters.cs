using System.Collections.Immutable;
using System.Text.Json;

namespace Mux.Providers.Ec2;

/// <summary>All that a launch says besides its token. Stored with the intent: a repeat must say the same whatever <c>camp.yaml</c> says by then.</summary>
/// <param name="Boot">Without the enrollment token, which is made anew from the batch's id.</param>
internal sealed record Ec2Parameters(string Image, string Subnet, string Type, ImmutableArray<string> SecurityGroups, int VolumeGib, bool Spot, Ec2BootFacts Boot)
{
    /// <summary>The fleet's id; empty in an order of an older mux, which must be repeated without.</summary>
    public string Fleet { get; init; } = "";

    public string Write() => JsonSerializer.Serialize(this);

    public static Ec2Parameters Read(string text) => JsonSerializer.Deserialize<Ec2Parameters>(text) ?? throw new InvalidOperationException("the store holds a launch without parameters");
}
