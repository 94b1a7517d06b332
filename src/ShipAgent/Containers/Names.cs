using System.Text.RegularExpressions;

namespace ShipAgent.Containers;

/// <summary>Which names a ship lets near its engine.</summary>
internal static partial class Names
{
    private static readonly string[] ForbiddenRoots = ["/proc", "/sys", "/dev", "/run", "/var/run", "/etc", "/boot", "/var/lib/docker"];

    /// <summary>A camp, a ship or a tutorial: also a path segment and a part of a container's name.</summary>
    public static bool IsLabel(string name) => name.Length <= 63 && Label().IsMatch(name);

    /// <summary>A Docker volume, network or data set.</summary>
    public static bool IsResource(string name) => name.Length <= 128 && Resource().IsMatch(name);

    /// <summary>A folder of data: absolute, without detours, and nowhere that gives power over the ship.</summary>
    public static bool IsDataFolder(string path) =>
        path.Length is > 1 and <= 1024 && path[0] == '/' && !path.Any(char.IsControl) && Path.GetFullPath(path) == path.TrimEnd('/')
        && !ForbiddenRoots.Any(root => path == root || path.StartsWith($"{root}/", StringComparison.Ordinal));

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();
}
