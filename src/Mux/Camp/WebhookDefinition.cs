namespace Mux.Camp;

/// <summary>Where alerts are sent, beside the pages.</summary>
internal sealed record WebhookDefinition(Uri Url)
{
    /// <summary>Environment variable with the secret that signs what is sent; empty: <see cref="SecretFile"/> counts.</summary>
    public string SecretVariable { get; init; } = "";

    public string SecretFile { get; init; } = "";

    /// <summary>For logs and pages: the rest of the address may be a secret by itself.</summary>
    public string Receiver => Url.Authority;
}
