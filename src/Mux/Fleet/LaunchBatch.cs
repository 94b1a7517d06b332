using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>Opaque random name of a launch, and the token that makes a repeat of it harmless: at most 64 ASCII characters.</summary>
internal readonly record struct BatchId(string Value)
{
    public static BatchId New() => new("b-" + RandomName.Of(20));

    public override string ToString() => Value;
}

/// <summary>
/// An order to a provider to make the machines of several ships. It is stored before the provider hears of it and closed with what came of it; until then
/// the provider is asked again, with the same token and the same parameters.
/// </summary>
/// <param name="Ships">In the order in which machines are given to them.</param>
/// <param name="Placement">Where; one of the provider's placements.</param>
/// <param name="Parameters">The provider's own text: all that a repeat must say again.</param>
internal sealed record LaunchBatch(BatchId Id, ImmutableArray<ShipId> Ships, string Placement, string Parameters, DateTimeOffset StartedAt)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Times that the provider was asked and it is not known what it did.</summary>
    public int Asked { get; init; }

    public DateTimeOffset AskAgainAt { get; init; } = StartedAt;

    /// <summary>Why it is not known; empty before the first answer.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Nobody knows what became of it: it is asked again after a pause that grows.</summary>
    public LaunchBatch Unanswered(string why, DateTimeOffset now)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Asked, 5)));
        return this with { Asked = Asked + 1, Trouble = why, AskAgainAt = now + (pause < LongestPause ? pause : LongestPause) };
    }
}
