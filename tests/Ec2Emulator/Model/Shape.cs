using System.Text.Json.Nodes;

namespace Ec2Emulator.Model;

internal enum ShapeKind
{
    Structure,
    List,
    Text,
    Whole,
    Fraction,
    Flag,
    Time,
    Blob,
}

/// <summary>A type of AWS's service model.</summary>
/// <param name="Members">Of a structure, by the name that SDKs use.</param>
/// <param name="Element">Of a list: what it holds.</param>
/// <param name="Flattened">Of a list: its elements stand in the answer without an element around them.</param>
/// <param name="Values">Of a text that knows a closed set of values.</param>
internal sealed record Shape(string Name, ShapeKind Kind, IReadOnlyDictionary<string, Member> Members, Member? Element, bool Flattened, IReadOnlySet<string> Required, IReadOnlySet<string> Values)
{
    private static readonly HashSet<string> None = [];

    public static Shape From(string name, JsonObject model, string protocol) => new(
        name,
        KindOf((string)model["type"]!),
        (model["members"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => Member.From(entry.Key, entry.Value!.AsObject(), protocol)),
        model["member"] is JsonObject element ? Member.From("member", element, protocol) : null,
        (bool?)model["flattened"] ?? false,
        TextsOf(model["required"]),
        TextsOf(model["enum"]));

    private static HashSet<string> TextsOf(JsonNode? list) => list is JsonArray array ? [.. array.Select(text => (string)text!)] : None;

    private static ShapeKind KindOf(string type) => type switch
    {
        "structure" => ShapeKind.Structure,
        "list" => ShapeKind.List,
        "integer" or "long" => ShapeKind.Whole,
        "double" or "float" => ShapeKind.Fraction,
        "boolean" => ShapeKind.Flag,
        "timestamp" => ShapeKind.Time,
        "blob" => ShapeKind.Blob,
        _ => ShapeKind.Text,
    };
}
