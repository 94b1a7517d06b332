using Mux.Camp;

namespace Mux.Auth.Oidc;

/// <summary>One provider of the camp with all that is needed to talk to it.</summary>
internal sealed class OidcProvider : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024;

    public OidcProvider(ProviderDefinition definition, string clientSecret, TimeProvider time)
    {
        (Definition, ClientSecret) = (definition, clientSecret);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        Metadata = new ProviderMetadata(definition, Http, time);
        Tokens = new TokenCheck(Metadata, definition.ClientId, time);
    }

    public ProviderDefinition Definition { get; }

    public string Name => Definition.Name;

    /// <summary>Empty for a public client.</summary>
    public string ClientSecret { get; }

    /// <summary>For calls to the provider: short patience, small answers, no redirects.</summary>
    public HttpClient Http { get; }

    public ProviderMetadata Metadata { get; }

    public TokenCheck Tokens { get; }

    public string CallbackPath => $"/login/with/{Name}/callback";

    public string StartPath => $"/login/with/{Name}";

    public void Dispose()
    {
        Metadata.Dispose();
        Http.Dispose();
    }
}

/// <summary>All providers of the camp, in the order of <c>camp.yaml</c>.</summary>
internal sealed class OidcProviders(CampDefinition camp, MuxSettings settings, TimeProvider time) : IDisposable
{
    public IReadOnlyList<OidcProvider> All { get; } =
        [.. camp.Login.Providers.Select(provider => new OidcProvider(provider, settings.ClientSecrets.GetValueOrDefault(provider.Name, ""), time))];

    /// <summary>The buttons of a login page.</summary>
    public IReadOnlyList<LoginChoice> Choices(string returnUrl) =>
        [.. All.Select(provider => new LoginChoice(provider.Definition.Title, $"{provider.StartPath}?returnUrl={Uri.EscapeDataString(returnUrl)}"))];

    public OidcProvider? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    public void Dispose()
    {
        foreach (var provider in All)
        {
            provider.Dispose();
        }
    }
}
