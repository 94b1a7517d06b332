namespace Mux.Api;

/// <summary>Enum members as the API writes them: camelCase.</summary>
internal static class Words
{
    public static string Word<T>(this T value)
        where T : struct, Enum => Cache<T>.Words[value];

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, value => Camel(value.ToString()));

        private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
    }
}
