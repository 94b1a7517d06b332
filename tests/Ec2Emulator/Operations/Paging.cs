using System.Text;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>Pages by MaxResults and NextToken. A token names the last item of its page, so that launches meanwhile shift nothing.</summary>
internal static class Paging
{
    private const int Most = 1000;

    /// <param name="items">In the order of their keys, which compare by ordinal.</param>
    /// <param name="least">The smallest MaxResults that the operation takes.</param>
    public static (IReadOnlyList<T> Page, string? Next, ApiError? Error) Paged<T>(this IEnumerable<T> items, Call call, Func<T, string> key, int least = 5)
    {
        var size = call.Parameters.Number("MaxResults");
        if (size is { } number && (number < least || number > Most))
        {
            return ([], null, ApiError.Invalid($"Value ( {number} ) for parameter maxResults is invalid. Expecting a value {(number < least ? $"greater than {least}" : $"less than {Most}")}."));
        }

        var after = "";
        if (call.Parameters.Text("NextToken") is { } token && !TryRead(token, out after))
        {
            return ([], null, ApiError.Invalid("Unable to parse pagination token"));
        }

        var rest = items.Where(item => string.CompareOrdinal(key(item), after) > 0).Take((size ?? int.MaxValue - 1) + 1).ToList();
        var page = size is { } limit && rest.Count > limit ? rest[..limit] : rest;
        return (page, page.Count < rest.Count ? Convert.ToBase64String(Encoding.ASCII.GetBytes("after:" + key(page[^1]))) : null, null);
    }

    private static bool TryRead(string token, out string after)
    {
        var bytes = new byte[token.Length];
        var text = Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.ASCII.GetString(bytes, 0, length) : "";
        after = text.StartsWith("after:", StringComparison.Ordinal) ? text[6..] : "";
        return after.Length > 0;
    }
}
