namespace Mux.Camp;

/// <summary>Reads one entry of <c>login.providers</c>.</summary>
internal static class ProviderReader
{
    public static ProviderDefinition Read(YamlSection section, string folder)
    {
        var name = CampReader.ReadName(section, "name", "university");
        var authority = ReadAuthority(section);
        var scopes = section.Texts("scopes");
        if (section.Has("client_secret"))
        {
            section.Refuse("client_secret", "a secret does not belong into this file: write client_secret_file: PATH, or client_secret_env: VARIABLE");
        }

        var file = section.Text("client_secret_file");
        var provider = new ProviderDefinition(name, authority, section.Required("client_id", "mux"));
        provider = provider with
        {
            Title = CampReader.ReadTitle(section, name),
            SecretVariable = section.Text("client_secret_env"),
            SecretFile = file.Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, file)),
            Scopes = section.Has("scopes") ? [.. scopes.Where(scope => scope != "openid")] : provider.Scopes,
            Attendees = [.. section.Sections("attendees").Select(ReadAttendees)],
        };
        if (provider.SecretVariable.Length > 0 && provider.SecretFile.Length > 0)
        {
            section.Refuse("client_secret_env", "stands beside client_secret_file: give one of the two");
        }

        if (scopes.Any(scope => scope.Length == 0 || scope.Any(letter => letter is <= ' ' or '"' or '\\' or > '~')))
        {
            section.Refuse("scopes", "must be words without spaces, such as [profile, email]");
        }

        section.Finish();
        return provider;
    }

    private static PersonMatch ReadAttendees(YamlSection section)
    {
        var match = RuleReader.ReadMatch(section);
        section.Finish();
        return match;
    }

    private static Uri ReadAuthority(YamlSection section)
    {
        var text = section.Required("authority", "https://login.example.org");
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            return url;
        }

        if (text.Length > 0)
        {
            section.Refuse("authority", $"'{text}' must be the provider's issuer, an https:// address without query (http:// on this machine only), such as https://login.example.org");
        }

        return new Uri("https://invalid.example");
    }
}
