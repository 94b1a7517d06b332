using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Mux.Fleet;

namespace Mux.Auth.Oidc;

/// <summary>What a provider gave at a login or a refresh.</summary>
/// <param name="Refresh">Empty when it gives none.</param>
/// <param name="Token">The id token, checked.</param>
internal sealed record ProviderTokens(string IdToken, string Refresh, JsonWebToken Token);

/// <summary>Makes words that outlive the process, and opens their seals.</summary>
internal sealed class WordSeal(IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("Mux.Auth.Oidc.WordSeal");

    /// <param name="lifetime">Of the session, whatever the provider says.</param>
    public ProviderWord Begin(string provider, PersonIdentity identity, ProviderTokens tokens, TimeSpan lifetime) => Renew(
        new ProviderWord(provider, identity, tokens.Token.TryGetPayloadValue<string>("sid", out var sid) ? sid : "", default, time.GetUtcNow() + lifetime, null, ""),
        new Kept(tokens.Refresh, tokens.IdToken),
        tokens.Token.ValidTo);

    /// <summary>The same word given again. Asked for at half of its time, so that a provider may be away for the other half.</summary>
    public ProviderWord Renew(ProviderWord word, Kept kept, DateTimeOffset goodUntil)
    {
        var now = time.GetUtcNow();
        return word with { GoodUntil = goodUntil, AskAt = kept.Refresh.Length == 0 ? null : now + ((goodUntil - now) / 2), Sealed = protector.Protect(JsonSerializer.Serialize(kept)) };
    }

    /// <summary>Null when it was sealed with keys that are gone.</summary>
    public Kept? Open(ProviderWord word)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(protector.Unprotect(word.Sealed));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <param name="Refresh">Empty: none.</param>
    /// <param name="IdToken">Shown to the provider at a logout.</param>
    internal sealed record Kept(string Refresh, string IdToken);
}
