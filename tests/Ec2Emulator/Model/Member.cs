using System.Text.Json.Nodes;

namespace Ec2Emulator.Model;

/// <summary>A member of a structure, or a list's element.</summary>
/// <param name="Name">As SDKs call it.</param>
/// <param name="Asked">Its name in a request.</param>
/// <param name="Answered">Its name in an answer.</param>
internal sealed record Member(string Name, string Shape, string Asked, string Answered)
{
    public static Member From(string name, JsonObject model, string protocol)
    {
        var location = (string?)model["locationName"];
        return new Member(name, (string)model["shape"]!, (string?)model["queryName"] ?? Asking(location, protocol) ?? name, location ?? name);
    }

    // The ec2 protocol's own rule: the answer's name with a capital letter.
    private static string? Asking(string? location, string protocol) =>
        location is { Length: > 0 } && protocol == "ec2" ? char.ToUpperInvariant(location[0]) + location[1..] : location;
}
