using System.Text.RegularExpressions;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>The filters that an operation knows, each with what an item has under its name.</summary>
/// <param name="tags">Set where items have tags: then <c>tag:KEY</c>, <c>tag-key</c> and <c>tag-value</c> are known too.</param>
internal sealed class Filters<T>(Func<T, IReadOnlyDictionary<string, string>>? tags = null) : Dictionary<string, Func<T, IEnumerable<string?>>>
{
    /// <summary>Those for which all filters hold; any value of a filter is enough, * and ? stand for characters.</summary>
    public (IReadOnlyList<T> Items, ApiError? Error) Apply(Call call, IEnumerable<T> items)
    {
        foreach (var filter in call.Parameters.Children("Filters"))
        {
            if (Find(filter.Text("Name") ?? "") is not { } has)
            {
                return ([], ApiError.Invalid($"The filter '{filter.Text("Name")}' is invalid"));
            }

            var wanted = filter.Texts("Values").Select(Matcher).ToList();
            items = items.Where(item => has(item).Any(value => value is not null && wanted.Any(matches => matches(value))));
        }

        return ([.. items], null);
    }

    private Func<T, IEnumerable<string?>>? Find(string name) => tags is null ? this.GetValueOrDefault(name) : name switch
    {
        "tag-key" => item => tags(item).Keys,
        "tag-value" => item => tags(item).Values,
        _ when name.StartsWith("tag:", StringComparison.Ordinal) => item => [tags(item).GetValueOrDefault(name[4..])],
        _ => this.GetValueOrDefault(name),
    };

    private static Predicate<string> Matcher(string wanted)
    {
        if (wanted.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return value => value == wanted;
        }

        var pattern = Regex.Escape(wanted).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return new Regex($"^{pattern}$", RegexOptions.Singleline).IsMatch;
    }
}
