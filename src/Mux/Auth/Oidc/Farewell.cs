using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Mux.Fleet;

namespace Mux.Auth.Oidc;

/// <summary>Where to log out at the provider as well, after the mux's own session has ended.</summary>
internal sealed class Farewell(OidcProviders providers, WordSeal seal)
{
    /// <param name="home">The listener's own address: the provider sends the browser back to its <c>/login</c>.</param>
    /// <returns>Null when the provider knows of no such thing, or does not answer.</returns>
    public async Task<string?> AddressAsync(ProviderWord? word, Uri home, CancellationToken cancellationToken)
    {
        if (word is null || providers.Find(word.Provider) is not { } provider)
        {
            return null;
        }

        try
        {
            var metadata = await provider.Metadata.GetConfigurationAsync(cancellationToken);
            return string.IsNullOrEmpty(metadata.EndSessionEndpoint) ? null : QueryHelpers.AddQueryString(metadata.EndSessionEndpoint, new Dictionary<string, string?>
            {
                ["client_id"] = provider.Definition.ClientId,
                ["post_logout_redirect_uri"] = new Uri(home, "/login").AbsoluteUri,
                ["id_token_hint"] = seal.Open(word)?.IdToken,
            });
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is SecurityTokenException or HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
