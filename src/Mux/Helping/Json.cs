using System.Text.Json;

namespace Mux.Helping;

/// <summary>Looks into documents of which nothing is known: what is not as expected is not there.</summary>
internal static class Json
{
    public static JsonElement? Member(JsonElement? of, string name) => of is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A text, or lines that make one; empty for everything else.</summary>
    public static string Text(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text => Plain(text),
        { ValueKind: JsonValueKind.Array } lines => string.Concat(lines.EnumerateArray().Where(line => line.ValueKind == JsonValueKind.String).Select(Plain)),
        _ => "",
    };

    public static int? Number(JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    // Half a surrogate pair, which JSON can spell, is no text.
    private static string Plain(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
