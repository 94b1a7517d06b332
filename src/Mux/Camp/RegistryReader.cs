using System.Text.RegularExpressions;
using Mux.Images;

namespace Mux.Camp;

/// <summary>Reads one entry of <c>registries</c>: a private registry, and the file with its password.</summary>
internal static partial class RegistryReader
{
    public static RegistryKey Read(YamlSection section, string folder)
    {
        var host = section.Required("host", "registry.example.org");
        var key = new RegistryKey(host, Path.GetFullPath(Path.Combine(folder, section.Required("credentials_file", "./registry.secret"))));
        if (host.Length > 0 && !Host().IsMatch(host))
        {
            section.Refuse("host", $"'{host}' must be the registry's host, with a port if it has one, such as registry.example.org:5000");
        }

        if (section.Has("credentials_file") && key.Fault() is { } fault)
        {
            section.Refuse("credentials_file", fault);
        }

        section.Finish();
        return key;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Host();
}
