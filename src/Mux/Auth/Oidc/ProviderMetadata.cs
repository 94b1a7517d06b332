using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Mux.Camp;

namespace Mux.Auth.Oidc;

/// <summary>
/// What a provider publishes of itself: endpoints and keys. Fetched when first needed and every few hours; a failing fetch leaves the last good one in use.
/// The library's own manager refreshes in the background only, so that the first login after a change of keys would fail.
/// </summary>
internal sealed class ProviderMetadata(ProviderDefinition provider, HttpClient http, TimeProvider time) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(6);

    // Anybody can send a token that names a key nobody has: fetching must cost them time, not the provider.
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string address = provider.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration";
    private Fetched? known;
    private Failed? failed;

    /// <summary>Those fetched last; empty before the first time.</summary>
    public IEnumerable<SecurityKey> Keys => known?.Configuration.SigningKeys ?? [];

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => GetAsync(MaxAge, cancel);

    /// <summary>The keys, fetched anew when the one that is named is not among them.</summary>
    public async Task<OpenIdConnectConfiguration> WithKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        var configuration = await GetAsync(MaxAge, cancellationToken);
        return keyId.Length == 0 || configuration.SigningKeys.Any(key => key.KeyId == keyId) ? configuration : await GetAsync(MinAge, cancellationToken);
    }

    public void RequestRefresh()
    {
        // Keys are looked for before a token is checked; there is nothing left to ask for.
    }

    public void Dispose() => gate.Dispose();

    private async Task<OpenIdConnectConfiguration> GetAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (known is { } before && time.GetUtcNow() - before.At < maxAge)
            {
                return before.Configuration;
            }

            // A whole class that waits for a dead provider shall wait for it once.
            if (known is null && failed is { } last && time.GetUtcNow() - last.At < MinAge)
            {
                throw new ProviderException("not had: " + last.Failure.Message, last.Failure);
            }

            known = new Fetched(await FetchAsync(known?.Configuration, cancellationToken), time.GetUtcNow());
            return known.Configuration;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(OpenIdConnectConfiguration? fallback, CancellationToken cancellationToken)
    {
        var documents = new HttpDocumentRetriever(http) { RequireHttps = provider.Authority.Scheme == Uri.UriSchemeHttps };
        try
        {
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(address, documents, cancellationToken);
            return Faults(configuration) is { Length: > 0 } faults ? throw new ProviderException(faults) : configuration;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failed = new Failed(exception, time.GetUtcNow());
            return fallback ?? throw (exception as ProviderException ?? new ProviderException("not had: " + exception.Message, exception));
        }
    }

    // Whoever could serve this document for another issuer could log in as its people.
    private string Faults(OpenIdConnectConfiguration configuration)
    {
        var endpoints = new[] { configuration.AuthorizationEndpoint, configuration.TokenEndpoint };
        return configuration.Issuer?.TrimEnd('/') != provider.Authority.AbsoluteUri.TrimEnd('/') ? "its issuer is not the authority of camp.yaml"
            : endpoints.Any(endpoint => !IsSafe(endpoint)) ? "its endpoints are missing, or not https"
            : new[] { configuration.UserInfoEndpoint, configuration.EndSessionEndpoint, configuration.PushedAuthorizationRequestEndpoint }.Any(endpoint => endpoint is { Length: > 0 } && !IsSafe(endpoint)) ? "one of its endpoints is not https"
            : configuration.SigningKeys.Count == 0 ? "it publishes no signing key"
            : "";
    }

    private bool IsSafe(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == provider.Authority.Scheme && url.IsLoopback));

    private sealed record Fetched(OpenIdConnectConfiguration Configuration, DateTimeOffset At);

    private sealed record Failed(Exception Failure, DateTimeOffset At);
}

/// <summary>What the provider publishes of itself cannot be had, or is wrong.</summary>
internal sealed class ProviderException(string fault, Exception? cause = null) : SecurityTokenException("the provider's metadata: " + fault, cause);
