using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mux.Images;

/// <summary>A registry's "ask there for a token first" (the distribution API's token authentication).</summary>
internal sealed partial record RegistryChallenge(Uri Realm, string Service, string Scope)
{
    public static RegistryChallenge? From(IEnumerable<AuthenticationHeaderValue> challenges)
    {
        var parameters = challenges.FirstOrDefault(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))?.Parameter;
        if (parameters is null)
        {
            return null;
        }

        var values = Pair().Matches(parameters).DistinctBy(pair => pair.Groups[1].Value).ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value);
        return Uri.TryCreate(values.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) && realm.Scheme == Uri.UriSchemeHttps
            ? new RegistryChallenge(realm, values.GetValueOrDefault("service", ""), values.GetValueOrDefault("scope", ""))
            : null;
    }

    public static AuthenticationHeaderValue Basic(RegistrySecret secret) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret.User}:{secret.Password}")));

    /// <summary>Null when the realm gives none; without a secret it is asked for what it gives to everybody.</summary>
    public async Task<string?> TokenAsync(HttpClient http, RegistrySecret? secret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Realm}?service={Uri.EscapeDataString(Service)}&scope={Uri.EscapeDataString(Scope)}");
        request.Headers.Authorization = secret is null ? null : Basic(secret);
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.TryGetProperty("token", out var token) ? token.GetString() : null;
    }

    [GeneratedRegex("([a-z]+)=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Pair();
}
