using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Mux.Camp;

/// <summary>One thing wrong in a file: where, what, and what to write instead.</summary>
internal sealed record CampError(int Line, string Field, string Message)
{
    public override string ToString() => $"line {Line}: {Field}: {Message}";
}

/// <summary>
/// A mapping of the file that remembers which of its keys were asked for, so that <see cref="Finish"/> can refuse the others.
/// Every reader adds to the same list of errors and returns its default, so that all errors are found in one go.
/// </summary>
internal sealed class YamlSection(YamlMappingNode node, string path, List<CampError> errors)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public int Line => (int)node.Start.Line;

    public bool Has(string key) => Find(key) is not null;

    public string Text(string key, string fallback = "")
    {
        var found = Find(key);
        if (found is null or YamlScalarNode { Value: not null })
        {
            return (found as YamlScalarNode)?.Value ?? fallback;
        }

        Refuse(key, "must be a text");
        return fallback;
    }

    public string Required(string key, string example)
    {
        var text = Text(key);
        if (text.Length == 0)
        {
            Refuse(key, $"is missing: write for example '{key}: {example}'");
        }

        return text;
    }

    public int Number(string key, int fallback, int min, int max)
    {
        var text = Text(key);
        if (text.Length == 0)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(key, $"'{text}' must be a whole number from {min} to {max}");
        return fallback;
    }

    /// <summary>Reads a text with a unit; <paramref name="parse"/> gives null for what it does not take.</summary>
    public T Measure<T>(string key, T fallback, Func<string, T?> parse, string expected)
        where T : struct
    {
        var text = Text(key);
        if (text.Length == 0)
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        Refuse(key, $"'{text}' must be {expected}");
        return fallback;
    }

    public bool Flag(string key, bool fallback) => Choice(key, fallback ? "true" : "false", "true", "false") == "true";

    /// <summary>One of the words that are allowed there.</summary>
    public string Choice(string key, string fallback, params string[] words)
    {
        var text = Text(key, fallback);
        if (words.Contains(text))
        {
            return text;
        }

        Refuse(key, $"'{text}' must be {string.Join(" or ", words)}");
        return fallback;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list when list.All(item => item is YamlScalarNode):
                return [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")];
            default:
                Refuse(key, "must be a list of texts, as in [one, two]");
                return [];
        }
    }

    public YamlSection? Section(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return new YamlSection(mapping, Name(key), errors);
            default:
                Refuse(key, "must hold keys and values, indented below it");
                return null;
        }
    }

    public IReadOnlyList<YamlSection> Sections(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list when list.All(item => item is YamlMappingNode):
                return [.. list.Select((item, index) => new YamlSection((YamlMappingNode)item, $"{Name(key)}[{index}]", errors))];
            default:
                Refuse(key, "must be a list, each entry starting with '- '");
                return [];
        }
    }

    public void Refuse(string key, string message) => errors.Add(new CampError((int)(Find(key)?.Start.Line ?? node.Start.Line), Name(key), message));

    /// <summary>Refuses each key that no reader asked for, naming the likeliest one meant.</summary>
    public void Finish()
    {
        foreach (var key in node.Children.Keys.Where(key => key is not YamlScalarNode))
        {
            errors.Add(new CampError((int)key.Start.Line, path.Length == 0 ? "camp.yaml" : path, "has a key that is not a plain word"));
        }

        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>().Where(key => !known.Contains(key.Value ?? "")))
        {
            var near = known.MinBy(name => Distance(name, key.Value ?? ""))!;
            errors.Add(new CampError((int)key.Start.Line, Name(key.Value ?? ""), $"is not a key here: did you mean '{near}'? (known: {string.Join(", ", known.Order(StringComparer.Ordinal))})"));
        }
    }

    private YamlNode? Find(string key)
    {
        known.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;
    }

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
