using System.Globalization;
using System.Text;

namespace Mux.Cli;

/// <summary>Text of ships and users made fit for a terminal: no escape sequences, no control characters.</summary>
internal static class Plain
{
    /// <summary>One line.</summary>
    public static string Line(string? text) => Clean(text, keepLines: false);

    /// <summary>Line breaks and tabs stay.</summary>
    public static string Lines(string? text) => Clean(text, keepLines: true);

    /// <summary>How long ago, in the largest fitting unit.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset now) => since is { } then ? Span(now - then) : "never";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0s",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds}s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes}m{span.Seconds:00}s",
        { TotalDays: < 1 } => $"{(int)span.TotalHours}h{span.Minutes:00}m",
        _ => $"{(int)span.TotalDays}d{span.Hours:00}h",
    };

    /// <summary>The part of a digest that people compare.</summary>
    public static string Digest(string? digest) => digest is { Length: > 19 } && digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..19] : "-";

    public static string Bytes(long bytes) => bytes switch
    {
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
    };

    private static string Clean(string? text, bool keepLines)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var kept = keepLines && rune.Value is '\n' or '\t';
            var harmful = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
            clean.Append(kept || !harmful ? rune.ToString() : rune.Value is '\r' ? "" : keepLines ? "" : " ");
        }

        return clean.ToString();
    }
}
