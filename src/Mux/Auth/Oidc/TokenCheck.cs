using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mux.Auth.Oidc;

/// <summary>
/// Whether a token is the provider's word for this mux. The framework's handler takes unsigned tokens from the token endpoint, as the specification allows;
/// here a signature by a published key is asked for in every case.
/// </summary>
internal sealed class TokenCheck(ProviderMetadata metadata, string clientId, TimeProvider time)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxSubject = 255;

    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // Signatures by a key pair only: with a shared key, whoever knows the client's secret could vouch for anybody.
    public static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };

    public async Task<CheckedToken> CheckAsync(string? text, CancellationToken cancellationToken)
    {
        try
        {
            var token = Parse(text);
            var configuration = await metadata.WithKeyAsync(token.Kid ?? "", cancellationToken);
            var result = await Handler.ValidateTokenAsync(token, Rules(configuration.Issuer, configuration.SigningKeys));
            return result.IsValid ? new CheckedToken(token, Fault(token)) : new CheckedToken(null, result.Exception);
        }
        catch (Exception exception) when (exception is SecurityTokenException or ArgumentException or FormatException or JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return new CheckedToken(null, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new CheckedToken(null, exception);
        }
    }

    /// <summary>What every token must fulfil.</summary>
    public TokenValidationParameters Rules(string? issuer, IEnumerable<SecurityKey>? keys) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = clientId,
        IssuerSigningKeys = keys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = IsInTime,
        NameClaimType = "name",
        RoleClaimType = "roles",
    };

    private static JsonWebToken Parse(string? text)
    {
        if (text is null or { Length: 0 or > MaxLength })
        {
            throw new SecurityTokenMalformedException($"a token of {text?.Length ?? 0} characters");
        }

        var token = new JsonWebToken(text);
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload), new JsonDocumentOptions { AllowDuplicateProperties = false });
        return token;
    }

    private Exception? Fault(JsonWebToken token)
    {
        var authorized = token.TryGetPayloadValue<string>("azp", out var azp) ? azp : null;
        return (authorized is not null || token.Audiences.Skip(1).Any()) && authorized != clientId ? new SecurityTokenInvalidAudienceException("made for another client")
            : token.Subject is { Length: > MaxSubject } || token.Subject?.Any(char.IsControl) == true ? new SecurityTokenMalformedException("a subject that cannot be one")
            : null;
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires > now - ClockSkew && (notBefore is null || notBefore <= now + ClockSkew) && (token as JsonWebToken)?.IssuedAt <= now + ClockSkew;
    }
}

/// <summary>A token that passed every check, or the reason why it did not.</summary>
internal sealed record CheckedToken(JsonWebToken? Token, Exception? Failure)
{
    public JsonWebToken? Good => Failure is null ? Token : null;
}
