using System.Globalization;
using System.Text;

namespace Mux.Auth;

/// <summary>A name as typed and the key that says when two names are the same.</summary>
internal sealed record AttendeeName(string Shown, string Key)
{
    public const int MaxLength = 64;

    /// <summary>Null, with the reason for people, when the text cannot be a name.</summary>
    public static AttendeeName? TryParse(string? text, out string error)
    {
        var shown = (text is { Length: <= 4 * MaxLength } ? text : text?[..(4 * MaxLength)] ?? "").Trim();
        error = shown.Length == 0 ? "Please type your name."
            : shown.Length > MaxLength ? $"That name is too long: {MaxLength} characters at most."
            : shown.Any(IsForbidden) || !IsWellFormed(shown) ? "That name has characters that cannot be shown. Please use letters, digits and spaces."
            : "";
        if (error.Length > 0)
        {
            return null;
        }

        var key = KeyOf(shown);
        error = key.Length == 0 ? "Please type a name with at least one letter or digit." : "";
        return key.Length == 0 ? null : new AttendeeName(shown, key);
    }

    /// <summary>For logs: one short line, whatever was typed.</summary>
    public static string ForLog(string? text)
    {
        var cut = text is { Length: > MaxLength } ? text[..MaxLength] + "…" : text ?? "";
        return string.Concat(cut.Select(letter => IsForbidden(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' ? '?' : letter));
    }

    private static string KeyOf(string shown)
    {
        var words = NameFold.Compatible(shown).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var kept = string.Join(' ', words).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.Format);
        return string.Concat(kept).ToUpperInvariant().ToLowerInvariant().Trim();
    }

    // Control characters, and those that turn the direction of the text around them.
    private static bool IsForbidden(char letter) => char.IsControl(letter) || letter is '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
