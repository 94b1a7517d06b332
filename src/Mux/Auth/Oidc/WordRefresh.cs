using System.Text.Json;
using System.Text.Json.Serialization;
using Mux.Fleet;

namespace Mux.Auth.Oidc;

/// <summary>What came of asking a provider for its word again.</summary>
/// <param name="Word">As it counts from now on; null when the provider took it back.</param>
/// <param name="Why">For the log when it did.</param>
internal sealed record Refreshed(ProviderWord? Word, string Why = "");

/// <summary>Asks a provider whether its word still counts, with the refresh token that it gave.</summary>
internal sealed class WordRefresh(OidcProviders providers, WordSeal seal, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public async Task<Refreshed> AskAsync(ProviderWord word, CancellationToken cancellationToken)
    {
        if (providers.Find(word.Provider) is not { } provider || seal.Open(word) is not { Refresh.Length: > 0 } kept)
        {
            return new Refreshed(word with { AskAt = null });
        }

        var later = new Refreshed(word with { AskAt = time.GetUtcNow() + Pause });
        try
        {
            var answer = await SendAsync(provider, kept.Refresh, cancellationToken);
            return answer.Error == "invalid_grant" ? new Refreshed(null, "the provider took its word back")
                : answer.AccessToken is null ? later
                : await TakeAsync(provider, word, kept, answer, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException or JsonException or ProviderException or IOException)
        {
            return later;
        }
    }

    private async Task<Refreshed> TakeAsync(OidcProvider provider, ProviderWord word, WordSeal.Kept kept, Answer answer, CancellationToken cancellationToken)
    {
        var goodUntil = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn ?? 300, 30, 86_400));
        if (answer.IdToken is { } idToken)
        {
            var check = await provider.Tokens.CheckAsync(idToken, cancellationToken);
            if (check.Good is not { } token || token.Subject != word.Identity.Subject || token.Issuer != word.Identity.Issuer)
            {
                return new Refreshed(null, "the provider's new token does not hold");
            }

            goodUntil = token.ValidTo;
        }

        return new Refreshed(seal.Renew(word, new WordSeal.Kept(answer.RefreshToken ?? kept.Refresh, answer.IdToken ?? kept.IdToken), goodUntil));
    }

    private static async Task<Answer> SendAsync(OidcProvider provider, string refreshToken, CancellationToken cancellationToken)
    {
        var metadata = await provider.Metadata.GetConfigurationAsync(cancellationToken);
        var fields = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken, ["client_id"] = provider.Definition.ClientId };
        if (provider.ClientSecret.Length > 0)
        {
            fields["client_secret"] = provider.ClientSecret;
        }

        using var content = new FormUrlEncodedContent(fields);
        using var response = await provider.Http.PostAsync(metadata.TokenEndpoint, content, cancellationToken);
        return JsonSerializer.Deserialize<Answer>(await response.Content.ReadAsByteArrayAsync(cancellationToken)) ?? new Answer();
    }

    private sealed record Answer
    {
        [JsonPropertyName("access_token")]
        public string? AccessToken { get; init; }

        [JsonPropertyName("id_token")]
        public string? IdToken { get; init; }

        [JsonPropertyName("refresh_token")]
        public string? RefreshToken { get; init; }

        [JsonPropertyName("expires_in")]
        public int? ExpiresIn { get; init; }

        [JsonPropertyName("error")]
        public string? Error { get; init; }
    }
}
