using System.Globalization;
using System.Text;

namespace Mux.Metrics;

/// <summary>One line of an instrument: its labels and the value so far; for a histogram its buckets.</summary>
internal sealed class Series(string labels, IReadOnlyList<double>? bounds)
{
    private readonly Lock gate = new();
    private readonly long[] buckets = new long[bounds?.Count ?? 0];
    private double value;
    private long count;

    public void Set(double next)
    {
        lock (gate)
        {
            value = next;
        }
    }

    public void Add(double more)
    {
        lock (gate)
        {
            value += more;
            count++;
            for (var i = buckets.Length - 1; i >= 0 && more <= bounds![i]; i--)
            {
                buckets[i]++;
            }
        }
    }

    public void Write(StringBuilder text, string name)
    {
        lock (gate)
        {
            if (bounds is null)
            {
                Line(text, name, labels, value);
                return;
            }

            for (var i = 0; i < buckets.Length; i++)
            {
                Line(text, name + "_bucket", With($"le=\"{bounds[i].ToString(CultureInfo.InvariantCulture)}\""), buckets[i]);
            }

            Line(text, name + "_bucket", With("le=\"+Inf\""), count);
            Line(text, name + "_sum", labels, value);
            Line(text, name + "_count", labels, count);
        }
    }

    /// <summary>Labels as they stand between braces, sorted by nothing: an instrument always gives them in one order.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, tag) in tags)
        {
            var shown = (tag?.ToString() ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : ",").Append(key).Append("=\"").Append(shown).Append('"');
        }

        return text.ToString();
    }

    private string With(string label) => labels.Length == 0 ? label : $"{labels},{label}";

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
