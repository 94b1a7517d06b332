using System.Globalization;

namespace Mux.Dashboard;

/// <summary>Numbers and times as the pages write them.</summary>
internal static class Wording
{
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} h {span.Minutes:00}",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    public static string Ago(DateTimeOffset? then, DateTimeOffset now) => then is { } time ? Span(now - time) is var text && text == "now" ? text : $"{Span(now - time)} ago" : "never";

    /// <summary>The part of a digest that people compare.</summary>
    public static string Digest(string digest) => digest.StartsWith("sha256:", StringComparison.Ordinal) && digest.Length > 15 ? digest[7..15] : "none";

    public static string Bytes(long bytes) => bytes < 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");

    public static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{number} {many}");

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
