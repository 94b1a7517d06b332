namespace Mux.Cli;

/// <summary>Where the mux is and what it wants to hear: from the environment, never from argv, where neighbours could read it.</summary>
internal sealed record MuxAddress(Uri Url, string Token)
{
    public const string TokenFile = "organizer-token";

    public static (MuxAddress? Address, Trouble? Trouble) Find(Func<string, string?> variable)
    {
        var given = variable("MUX_ORGANIZER_URL") is { Length: > 0 } set ? set : "http://127.0.0.1:8081";
        if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return (null, new Trouble($"MUX_ORGANIZER_URL is '{Plain.Line(given)}'", "set it to an address such as http://127.0.0.1:8081.", ExitCode.Usage));
        }

        if (variable("MUX_ORGANIZER_TOKEN") is { Length: > 0 } token)
        {
            return (new MuxAddress(url, token.Trim()), null);
        }

        return FromFile(url, Path.Combine(variable("MUX_DATA") is { Length: > 0 } folder ? folder : ".mux", TokenFile));
    }

    private static (MuxAddress? Address, Trouble? Trouble) FromFile(Uri url, string file)
    {
        try
        {
            return (new MuxAddress(url, File.ReadAllText(file).Trim()), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, new Trouble($"no organizer token: {file} cannot be read ({exception.Message})", "set MUX_ORGANIZER_TOKEN, or MUX_DATA to the folder of a mux that you own.", ExitCode.Unreachable));
        }
    }
}
