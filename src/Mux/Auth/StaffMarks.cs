using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mux.Camp;

namespace Mux.Auth;

/// <summary>
/// What sessions of the staff are held against, since they outlive a restart: somebody whom the new <c>camp.yaml</c> no longer names, or who came by
/// a token that was changed, is out.
/// </summary>
internal sealed class StaffMarks(CampDefinition camp, MuxSettings settings)
{
    private readonly byte[] campToken = Encoding.UTF8.GetBytes(settings.OrganizerToken);
    private readonly FrozenDictionary<string, string> rules = camp.Login.Providers.ToFrozenDictionary(provider => provider.Name, provider => RulesOf(camp.Login, provider), StringComparer.Ordinal);

    /// <summary>Of the camp's own token. Keyed by the cookie's value, which only the browser has: with the store alone nobody can try tokens against it.</summary>
    public string OfCampToken(string cookie) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(cookie), campToken));

    /// <summary>Of all that <c>camp.yaml</c> says of a provider's people; null when it names no such provider.</summary>
    public string? OfRules(string provider) => rules.GetValueOrDefault(provider);

    private static string RulesOf(LoginDefinition login, ProviderDefinition provider) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new { provider.Authority, provider.ClientId, Rules = login.Roles.Where(rule => rule.Provider == provider.Name) })));
}
