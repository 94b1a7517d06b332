using System.Globalization;
using System.Text.Json.Nodes;
using Ec2Emulator.Model;

namespace Ec2Emulator.Wire;

/// <summary>Values as text, in requests and in answers.</summary>
internal static class ScalarText
{
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fff'Z'";

    /// <summary>Null when the text is none of that type.</summary>
    public static JsonNode? Read(Shape shape, string text) => shape.Kind switch
    {
        ShapeKind.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        ShapeKind.Fraction => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) ? fraction : null,
        ShapeKind.Flag => text is "true" or "false" ? text == "true" : null,
        ShapeKind.Time => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? text : null,
        ShapeKind.Blob => IsBase64(text) ? text : null,
        _ => IsOneOf(shape, text) ? text : null,
    };

    public static string Write(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => "true",
        System.Text.Json.JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    // Which instance types there are is the region's to say: AWS has more of them each month.
    private static bool IsOneOf(Shape shape, string text) => shape.Values.Count == 0 || shape.Name == "InstanceType" || shape.Values.Contains(text);

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
