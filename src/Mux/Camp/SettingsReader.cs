using System.Security.Cryptography;

namespace Mux.Camp;

/// <summary>Either the settings or every error in them.</summary>
internal sealed record SettingsReading(MuxSettings? Settings, IReadOnlyList<string> Errors);

/// <summary>Reads <c>MUX_*</c>. Secrets that are not given are made once and kept in the data folder, readable by its owner only.</summary>
internal static class SettingsReader
{
    /// <param name="environment">Gives a variable's value, or null.</param>
    public static SettingsReading Read(Func<string, string?> environment)
    {
        var errors = new List<string>();
        var or = new MuxSettings { DataFolder = "", AccessCode = "", OrganizerToken = "" };
        var data = Path.GetFullPath(environment("MUX_DATA") is { Length: > 0 } folder ? folder : ".mux");
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = new MuxSettings
        {
            DataFolder = data,
            AttendeeUrl = Url(environment, "MUX_ATTENDEE_URL", or.AttendeeUrl, errors),
            OrganizerUrl = Url(environment, "MUX_ORGANIZER_URL", or.OrganizerUrl, errors),
            ControlUrl = Url(environment, "MUX_CONTROL_URL", or.ControlUrl, errors),
            AccessCode = Secret(environment("MUX_ACCESS_CODE"), Path.Combine(data, "access-code"), 8, "MUX_ACCESS_CODE", 4, errors),
            OrganizerToken = Secret(environment("MUX_ORGANIZER_TOKEN"), Path.Combine(data, "organizer-token"), 40, "MUX_ORGANIZER_TOKEN", 16, errors),
            JsonLog = environment("MUX_LOG") == "json",
            AgentPath = environment("MUX_AGENT") is { Length: > 0 } agent ? Path.GetFullPath(agent) : BesideTheMux("ShipAgent", "ship-agent"),
            AgentArchivePath = environment("MUX_AGENT_ARCHIVE") is { Length: > 0 } archive ? Path.GetFullPath(archive) : BesideTheMux("agent.tar.gz", "agent-archive"),
        };
        settings = settings with { Entrance = new EntranceReader(environment, errors).Read(settings.AttendeeUrl, settings.OrganizerUrl) };
        if (environment("MUX_LOG") is { Length: > 0 } and not ("json" or "text"))
        {
            errors.Add($"MUX_LOG: '{environment("MUX_LOG")}' must be text or json");
        }

        if (settings.ControlUrl.Scheme != Uri.UriSchemeHttps)
        {
            errors.Add("MUX_CONTROL_URL must start with https://: agents prove themselves by certificates");
        }

        int[] ports = [settings.AttendeePort, settings.OrganizerPort, settings.ControlUrl.Port, .. settings.Entrance.RedirectUrl is { Port: var port } ? new[] { port } : []];
        if (ports.Distinct().Count() < ports.Length)
        {
            errors.Add("MUX_ATTENDEE_URL, MUX_ORGANIZER_URL, MUX_CONTROL_URL and MUX_HTTP_REDIRECT_URL must have different ports (or MUX_ATTENDEE_LISTEN, MUX_ORGANIZER_LISTEN must)");
        }

        return new SettingsReading(errors.Count == 0 ? settings : null, errors);
    }

    internal static Uri Url(Func<string, string?> environment, string name, Uri fallback, List<string> errors)
    {
        var text = environment(name);
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0)
        {
            return url;
        }

        errors.Add($"{name}: '{text}' must be an address without a path, such as {fallback.GetLeftPart(UriPartial.Authority)}");
        return fallback;
    }

    private static string Secret(string? given, string file, int length, string name, int least, List<string> errors)
    {
        if (given is { Length: > 0 })
        {
            if (given.Length < least)
            {
                errors.Add($"{name} must have at least {least} characters");
            }

            return given;
        }

        if (!File.Exists(file))
        {
            using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            using var writer = new StreamWriter(stream);
            writer.Write(RandomNumberGenerator.GetString("23456789bcdfghjkmnpqrstvwxz", length));
        }

        // A crash between making and writing it leaves an empty file: an empty secret would let everybody in.
        var kept = File.ReadAllText(file).Trim();
        if (kept.Length < least)
        {
            errors.Add($"{file} must hold at least {least} characters: remove it to have a new secret made, or set {name}");
        }

        return kept;
    }

    private static string BesideTheMux(string file, string folder)
    {
        string[] places = [Path.Combine(AppContext.BaseDirectory, file), Path.Combine(AppContext.BaseDirectory, "..", folder, file)];
        return Path.GetFullPath(Array.Find(places, File.Exists) ?? places[^1]);
    }
}
