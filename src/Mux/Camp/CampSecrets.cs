using System.Collections.Immutable;

namespace Mux.Camp;

/// <summary>Secrets that <c>camp.yaml</c> only points to, or every reason why they cannot be had. Read when the mux starts, not when a file is checked.</summary>
internal sealed record CampSecrets(ImmutableDictionary<string, string> Clients, string MailPassword, string WebhookSecret, IReadOnlyList<string> Errors)
{
    private const int LeastSecret = 16;
    private const int MaxLength = 4096;

    /// <param name="camp">Null when it could not be read: then there is nothing to look for.</param>
    /// <param name="environment">Gives a variable's value, or null.</param>
    public static CampSecrets Read(CampDefinition? camp, Func<string, string?> environment)
    {
        var errors = new List<string>();
        var clients = (camp?.Login.Providers ?? []).Select(provider => KeyValuePair.Create(
                provider.Name, Find($"login.providers: {provider.Name}: client_secret", provider.SecretVariable, provider.SecretFile, environment, errors)))
            .Where(pair => pair.Value.Length > 0).ToImmutableDictionary(StringComparer.Ordinal);
        var password = camp?.Mail is { } mail ? Find("mail: password", mail.PasswordVariable, mail.PasswordFile, environment, errors) : "";
        var webhook = camp?.Webhook is { } hook ? Find("alerts.webhook: secret", hook.SecretVariable, hook.SecretFile, environment, errors) : "";
        if (webhook.Length is > 0 and < LeastSecret)
        {
            errors.Add($"alerts.webhook: secret: has fewer than {LeastSecret} characters: make one with 'openssl rand -hex 32'");
        }

        return new CampSecrets(clients, password, webhook, errors);
    }

    public MuxSettings AddTo(MuxSettings settings) => settings with { ClientSecrets = Clients, MailPassword = MailPassword, WebhookSecret = WebhookSecret };

    private static string Find(string field, string variable, string file, Func<string, string?> environment, List<string> errors)
    {
        var secret = "";
        try
        {
            secret = (variable.Length > 0 ? environment(variable) ?? "" : file.Length > 0 ? File.ReadAllText(file) : "").Trim();
            if (secret.Length == 0 && variable.Length + file.Length > 0)
            {
                errors.Add(variable.Length > 0 ? $"{field}_env: the environment has no {variable}: set it, or name another" : $"{field}_file: {file} is empty");
            }
            else if (secret.Length > MaxLength)
            {
                errors.Add($"{field}: is longer than {MaxLength} characters");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{field}_file: {file} cannot be read: {exception.Message}");
        }

        return secret;
    }
}
