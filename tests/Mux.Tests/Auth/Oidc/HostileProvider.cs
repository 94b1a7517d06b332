using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mux.Tests.Auth.Oidc;

/// <summary>A provider on loopback that does what it should until a test tells it otherwise.</summary>
internal sealed class HostileProvider : IAsyncDisposable
{
    public const string Secret = "canary-secret-of-the-client";
    public const string Code = "canary-code-of-the-login";
    public const string AccessToken = "canary-access-token";

    private readonly WebApplication app;
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "k1" };
    private string nonce = "";

    private HostileProvider(WebApplication app) => this.app = app;

    public Uri Issuer => new(app.Urls.Single());

    public JsonObject Metadata { get; private set; } = [];

    /// <summary>Claims of the id token; changed before it is made.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Changes the finished token's text.</summary>
    public Func<string, string> Token { get; set; } = token => token;

    public Action<JsonObject> UserInfo { get; set; } = _ => { };

    /// <summary>What comes back to the browser beside code and state.</summary>
    public Func<string, string> Answer { get; set; } = query => query;

    /// <summary>Answers a request in the place of the provider; false: it was none of its business.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    public string IdToken { get; private set; } = "";

    public RSA Key => key.Rsa;

    public static async Task<HostileProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var provider = new HostileProvider(builder.Build());
        provider.Map();
        await provider.app.StartAsync();
        var issuer = provider.app.Urls.Single();
        provider.Metadata = new JsonObject
        {
            ["issuer"] = issuer, ["authorization_endpoint"] = issuer + "/auth", ["token_endpoint"] = issuer + "/token", ["userinfo_endpoint"] = issuer + "/me", ["jwks_uri"] = issuer + "/jwks",
        };
        return provider;
    }

    public string Sign(JsonObject claims, string? type = null)
    {
        var descriptor = new SecurityTokenDescriptor { SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256), TokenType = type };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), descriptor.SigningCredentials, type is null ? [] : new Dictionary<string, object> { ["typ"] = type });
    }

    public JsonObject PlainClaims()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = app.Urls.Single(), ["aud"] = "mux", ["sub"] = "mallory", ["nonce"] = nonce, ["iat"] = now, ["exp"] = now + 600, ["name"] = "Mallory",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    private void Map()
    {
        app.Use(async (context, next) =>
        {
            if (!await Instead(context))
            {
                await next(context);
            }
        });
        app.MapGet("/.well-known/openid-configuration", () => Json(Metadata));
        app.MapGet("/jwks", () =>
        {
            var web = JsonWebKeyConverter.ConvertFromRSASecurityKey(key);
            return Json(new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["kid"] = "k1", ["use"] = "sig", ["n"] = web.N, ["e"] = web.E }) });
        });
        app.MapGet("/auth", (HttpContext context) =>
        {
            nonce = context.Request.Query["nonce"].ToString();
            var query = Answer($"code={Code}&state={Uri.EscapeDataString(context.Request.Query["state"].ToString())}");
            return Results.Redirect($"{context.Request.Query["redirect_uri"]}?{query}");
        });
        app.MapPost("/token", () =>
        {
            var claims = PlainClaims();
            Claims(claims);
            IdToken = Token(Sign(claims));
            return Json(new JsonObject { ["access_token"] = AccessToken, ["token_type"] = "Bearer", ["expires_in"] = 600, ["id_token"] = IdToken });
        });
        app.MapGet("/me", () =>
        {
            var user = new JsonObject { ["sub"] = "mallory" };
            UserInfo(user);
            return Json(user);
        });
    }

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");
}
