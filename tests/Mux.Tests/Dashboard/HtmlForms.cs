using System.Net;
using System.Text.RegularExpressions;

namespace Mux.Tests.Dashboard;

/// <summary>A form as a page shows it, with what a browser would send if its button were pressed at once.</summary>
internal sealed record HtmlForm(string Method, string Action, bool TakesFile, IReadOnlyList<KeyValuePair<string, string>> Fields);

/// <summary>Reads forms and links out of the mux's own pages, whose markup is plain.</summary>
internal static partial class HtmlForms
{
    public static IReadOnlyList<HtmlForm> Of(string html) => [.. Form().Matches(html).Select(match => new HtmlForm(
        Attribute(match.Groups[1].Value, "method") == "post" ? "POST" : "GET",
        Attribute(match.Groups[1].Value, "action"),
        Attribute(match.Groups[1].Value, "enctype").Length > 0,
        [.. FieldsOf(match.Groups[2].Value)]))];

    /// <summary>Addresses of this site, without their fragments.</summary>
    public static IReadOnlyList<string> LinksOf(string html) => [.. Link().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value).Split('#')[0]).Where(url => url.StartsWith('/') && !url.StartsWith("/assets/", StringComparison.Ordinal))];

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(string form)
    {
        foreach (Match tag in Input().Matches(form))
        {
            var (attributes, type) = (tag.Groups[1].Value, Attribute(tag.Groups[1].Value, "type"));
            if (Attribute(attributes, "name") is { Length: > 0 } name && type != "file" && (type != "checkbox" || attributes.Contains("checked", StringComparison.Ordinal)))
            {
                yield return KeyValuePair.Create(name, Attribute(attributes, "value"));
            }
        }

        foreach (Match select in Select().Matches(form))
        {
            var options = Option().Matches(select.Groups[2].Value).Select(option => option.Groups[1].Value).ToList();
            if ((options.Find(option => option.Contains("selected", StringComparison.Ordinal)) ?? options.FirstOrDefault()) is { } chosen)
            {
                yield return KeyValuePair.Create(Attribute(select.Groups[1].Value, "name"), Attribute(chosen, "value"));
            }
        }
    }

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $"(?<![\\w-]){name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form\\b([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<a\\b[^>]*? href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<(?:input|button)\\b([^>]*)>")]
    private static partial Regex Input();

    [GeneratedRegex("<select\\b([^>]*)>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option\\b([^>]*)>")]
    private static partial Regex Option();
}
