using System.Buffers;
using System.Security.Cryptography;

namespace Mux.Fleet;

/// <summary>Opaque random name of a ship, <c>s-</c> and ten characters of base 32; never made from anything a user typed.</summary>
internal readonly record struct ShipId(string Value)
{
    public static ShipId New() => new("s-" + RandomName.Of(10));

    /// <summary>Null when the text cannot be a ship's id.</summary>
    public static ShipId? TryParse(string? text) =>
        text is { Length: 12 } && text.StartsWith("s-", StringComparison.Ordinal) && RandomName.IsName(text.AsSpan(2)) ? new ShipId(text) : null;

    public override string ToString() => Value;
}

/// <summary>One control stream of an agent, numbered by this run of the mux: a higher number is a newer stream; 0 is none.</summary>
internal readonly record struct StreamId(long Value);

/// <summary>Opaque random name of an attendee.</summary>
internal readonly record struct AttendeeId(string Value)
{
    public static AttendeeId New() => new("a-" + RandomName.Of(10));

    public override string ToString() => Value;
}

/// <summary>Opaque random name of a rollout.</summary>
internal readonly record struct RolloutId(string Value)
{
    public static RolloutId New() => new("r-" + RandomName.Of(8));

    public override string ToString() => Value;
}

/// <summary>An attendee's files; they outlive containers, images and ships.</summary>
internal readonly record struct HomeId(string Value)
{
    public static HomeId New() => new("h-" + RandomName.Of(10));

    /// <summary>The Docker volume that holds this home's files of one tutorial.</summary>
    public string VolumeOf(string camp, string tutorial) => $"camp-{camp}-{Value}-{tutorial}";

    public override string ToString() => Value;
}

/// <summary>Opaque random name of one mux's fleet, made once: two camps of one name in one account are told apart by it.</summary>
internal readonly record struct FleetId(string Value)
{
    private const int Length = 16;

    public static FleetId New() => new("f-" + RandomName.Of(Length));

    /// <summary>Null when the text cannot be a fleet's id.</summary>
    public static FleetId? TryParse(string? text) =>
        text is { Length: Length + 2 } && text.StartsWith("f-", StringComparison.Ordinal) && RandomName.IsName(text.AsSpan(2)) ? new FleetId(text) : null;

    public override string ToString() => Value;
}

internal static class RandomName
{
    // No vowels and no look-alikes: nothing rude, nothing to misread.
    private const string Letters = "23456789bcdfghjkmnpqrstvwxz";

    private static readonly SearchValues<char> LetterSet = SearchValues.Create(Letters);

    public static string Of(int length) => RandomNumberGenerator.GetString(Letters, length);

    public static bool IsName(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(LetterSet);
}
