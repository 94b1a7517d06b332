namespace Mux.Camp;

/// <summary>Reads the section <c>alerts</c>.</summary>
internal static class AlertReader
{
    /// <summary>Null when no webhook is named.</summary>
    public static WebhookDefinition? Read(YamlSection section, string folder)
    {
        var webhook = section.Section("webhook") is { } inner ? ReadWebhook(inner, folder) : null;
        section.Finish();
        return webhook;
    }

    private static WebhookDefinition ReadWebhook(YamlSection section, string folder)
    {
        var text = section.Required("url", "https://hooks.example.org/camp");
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
        if (!isUrl && text.Length > 0)
        {
            section.Refuse("url", "must be an https:// address without a user name (http:// on this machine only), such as https://hooks.example.org/camp");
        }

        if (section.Has("secret"))
        {
            section.Refuse("secret", "a secret does not belong into this file: write secret_file: PATH, or secret_env: VARIABLE");
        }

        var file = section.Text("secret_file");
        var webhook = new WebhookDefinition(isUrl ? url! : new Uri("https://invalid.example"))
        {
            SecretVariable = section.Text("secret_env"),
            SecretFile = file.Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, file)),
        };
        if ((webhook.SecretVariable.Length == 0) == (file.Length == 0))
        {
            section.Refuse("secret_file", "the receiver must be able to tell that an alert comes from this mux: write secret_file: PATH, or secret_env: VARIABLE (one of the two)");
        }

        section.Finish();
        return webhook;
    }
}
