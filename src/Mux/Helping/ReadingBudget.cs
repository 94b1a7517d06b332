using System.Globalization;
using System.Text.RegularExpressions;

namespace Mux.Helping;

/// <summary>How much of one notebook is shown, so that no page is endless; and what a text is freed of.</summary>
internal sealed partial class ReadingBudget
{
    private const int LongestText = 20_000;

    private int characters = 1_000_000;
    private int pictureBytes = 6 << 20;

    /// <summary>Something was left out.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Without terminal colours, control characters and those that turn the direction of reading; cut when it is long.</summary>
    public string Text(string text)
    {
        var room = Math.Min(LongestText, characters);
        var taken = text.Length > room ? text[..room] : text;
        characters -= taken.Length;
        IsSpent |= taken.Length < text.Length;
        var plain = string.Concat(Colours().Replace(taken, "").Where(letter => letter is '\n' or '\t' || !IsUnseen(letter)));
        return taken.Length < text.Length ? plain + "\n…" : plain;
    }

    public bool TryTakePicture(int bytes)
    {
        if (bytes > pictureBytes)
        {
            IsSpent = true;
            return false;
        }

        pictureBytes -= bytes;
        return true;
    }

    private static bool IsUnseen(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    [GeneratedRegex("\u001b\\[[0-9;:?]*[ -/]*[@-~]")]
    private static partial Regex Colours();
}
