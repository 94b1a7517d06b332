using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Mux.Camp;
using Mux.Listeners;

namespace Mux.Auth.Oidc;

/// <summary>
/// The framework's OpenID handler set up for one provider at one listener: each listener is an origin of its own, with a callback of its own.
/// </summary>
internal sealed class OidcOptions(CampDefinition camp, MuxSettings settings, OidcProviders providers, OidcEvents events, TimeProvider time) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    /// <summary>The name of the options; <see cref="Parse"/> reads it.</summary>
    public static string SchemeOf(Listener listener, string provider) => $"{listener}:{provider}";

    public static (Listener Listener, string Provider) Parse(string scheme) =>
        (scheme.StartsWith($"{Listener.Organizer}:", StringComparison.Ordinal) ? Listener.Organizer : Listener.Attendee, scheme[(scheme.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        var (listener, key) = Parse(name ?? "");
        if (providers.Find(key) is not { } provider)
        {
            return;
        }

        options.TimeProvider = time;
        options.ClientId = provider.Definition.ClientId;
        options.ClientSecret = provider.ClientSecret.Length == 0 ? null : provider.ClientSecret;
        options.CallbackPath = provider.CallbackPath;
        options.ConfigurationManager = provider.Metadata;
        options.Backchannel = provider.Http;
        options.Events = events;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query; // a posted answer would need cookies that every site may have sent
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.UseIfAvailable;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.TokenValidationParameters = provider.Tokens.Rules(null, null);
        options.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, _, _) => provider.Metadata.Keys; // the handler's own were fetched before it saw the token
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        SetScopes(options, provider);
        SetClaims(options);
        SetCookies(options, listener == Listener.Organizer ? settings.OrganizerUrl : settings.AttendeeUrl);
    }

    private static void SetScopes(OpenIdConnectOptions options, OidcProvider provider)
    {
        options.Scope.Clear();
        options.Scope.Add("openid");
        foreach (var scope in provider.Definition.Scopes)
        {
            options.Scope.Add(scope);
        }
    }

    private void SetClaims(OpenIdConnectOptions options)
    {
        options.ClaimActions.Clear();
        foreach (var claim in RoleBook.ClaimsAskedFor(camp.Login))
        {
            options.ClaimActions.MapJsonKey(claim, claim);
        }
    }

    // Named as the mux's own cookies are, so that the proxy keeps them from ships and ships from them.
    private static void SetCookies(OpenIdConnectOptions options, Uri url)
    {
        var secure = url.Scheme == Uri.UriSchemeHttps;
        options.CorrelationCookie = Cookie("mux-oidc.", secure, options.RemoteAuthenticationTimeout);
        options.NonceCookie = Cookie("mux-nonce.", secure, options.RemoteAuthenticationTimeout);
    }

    private static CookieBuilder Cookie(string name, bool secure, TimeSpan lifetime) => new()
    {
        Name = secure ? "__Host-" + name : name,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
