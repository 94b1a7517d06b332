using System.Globalization;

namespace Bench;

internal static class Arguments
{
    /// <summary>What follows <paramref name="name"/>.</summary>
    public static int Number(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }
}
