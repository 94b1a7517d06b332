using System.Text.Json.Nodes;

namespace Ec2Emulator.Operations;

/// <summary>Reading of parameters that the model has checked already.</summary>
internal static class Parameters
{
    public static string? Text(this JsonObject parameters, string name) => (string?)parameters[name];

    public static int? Number(this JsonObject parameters, string name) => (int?)(long?)parameters[name];

    public static bool? Flag(this JsonObject parameters, string name) => (bool?)parameters[name];

    public static IReadOnlyList<string> Texts(this JsonObject parameters, string name) => [.. (parameters[name] as JsonArray ?? []).Select(text => (string)text!)];

    public static JsonObject? Child(this JsonObject parameters, string name) => parameters[name] as JsonObject;

    public static IEnumerable<JsonObject> Children(this JsonObject parameters, string name) => (parameters[name] as JsonArray ?? []).Select(child => child!.AsObject());

    /// <summary>A list for an answer.</summary>
    public static JsonArray List<T>(this IEnumerable<T> items, Func<T, JsonNode?> view) => [.. items.Select(view)];

    public static JsonArray TagList(this IReadOnlyDictionary<string, string> tags) => tags.List(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value });
}
