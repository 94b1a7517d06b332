using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Mux.Camp;
using Mux.Fleet;
using Xunit;

namespace Mux.Tests.Auth.Oidc;

/// <summary>Whatever a provider sends: refused with a page that says what to check, nobody made, nothing told to the log.</summary>
public sealed class HostileProviders
{
    [Fact]
    public async Task Without_tricks_the_login_works() => await WithAsync(_ => { }, async (_, _, answer) => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));

    public static TheoryData<string, string> Tricks => new()
    {
        { "unsigned", "not signed by a key" }, { "signed with the client's secret", "not signed by a key" }, { "signed by another key", "not signed by a key" }, { "another key id", "not signed by a key" }, { "payload exchanged", "not signed by a key" },
        { "wrong nonce", "nonce" }, { "no nonce", "nonce" }, { "wrong issuer", "another issuer" }, { "issuer with a slash", "another issuer" },
        { "wrong audience", "another client" }, { "other authorized party", "another client" }, { "several audiences", "another client" },
        { "expired", "clocks" }, { "not yet valid", "clocks" }, { "no expiry", "clocks" }, { "issued in the future", "clocks" },
        { "no subject", "too large" }, { "endless subject", "too large" }, { "claims twice", "too large" }, { "oversized", "too large" }, { "no token at all", "too large" },
        { "user information of another", "another subject" }, { "user information of nobody", "another subject" },
    };

    [Theory]
    [MemberData(nameof(Tricks))]
    public Task A_token_with_a_trick_is_refused(string trick, string check) => RefusedAsync(provider => Play(provider, trick), HttpStatusCode.BadGateway, check);

    [Theory]
    [InlineData("error=access_denied", HttpStatusCode.Forbidden, "did not agree")]
    [InlineData("error=server_error%0d%0aInjected:+line&error_description=canary-description", HttpStatusCode.BadGateway, "server_errorInjectedline")]
    [InlineData("iss=https://evil.example", HttpStatusCode.BadGateway, "another issuer")]
    public Task An_answer_with_an_error_is_told(string added, HttpStatusCode status, string text) => RefusedAsync(provider => provider.Answer = query => $"{query}&{added}", status, text);

    [Theory]
    [InlineData("")]
    [InlineData("&state=made-up")]
    public Task An_answer_without_the_state_of_this_browser_is_refused(string state) =>
        RefusedAsync(provider => provider.Answer = _ => $"code={HostileProvider.Code}{state}", HttpStatusCode.BadRequest, "begin anew");

    [Fact]
    public async Task A_code_of_another_browsers_login_is_refused()
    {
        await using var provider = await HostileProvider.StartAsync();
        using var logs = new CapturedLogs();
        await using var mux = await TestHost.StartAsync(Options(provider, logs));
        using var attacker = mux.Browser();
        using var victim = mux.Browser();
        var stolen = "";
        provider.Answer = query => stolen = query;
        await attacker.LogInAsync("uni", "");
        var tricked = await victim.GetAsync($"/login/with/uni/callback?{stolen}");
        Assert.Equal(HttpStatusCode.BadRequest, tricked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await victim.GetAsync("/berth")).StatusCode);
    }

    [Theory]
    [InlineData("issuer", "https://login.example.org", "must name the very issuer")]
    [InlineData("token_endpoint", "ftp://127.0.0.1/token", "must name the very issuer")]
    [InlineData("token_endpoint", "http://login.example.org/token", "must name the very issuer")]
    [InlineData("authorization_endpoint", "", "must name the very issuer")]
    public Task Metadata_that_is_not_the_authoritys_is_refused(string field, string value, string check) =>
        RefusedAsync(provider => provider.Metadata[field] = value, HttpStatusCode.BadGateway, check);

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/jwks")]
    [InlineData("/token")]
    [InlineData("/me")]
    public Task An_endpoint_that_hangs_up_is_told(string path) => RefusedAsync(
        provider => provider.Instead = context =>
        {
            if (context.Request.Path != path)
            {
                return Task.FromResult(false);
            }

            context.Abort();
            return Task.FromResult(true);
        },
        HttpStatusCode.BadGateway,
        "does not answer");

    [Theory]
    [InlineData("/token")]
    [InlineData("/me")]
    public Task An_answer_without_end_is_cut_off(string path) => RefusedAsync(
        provider => provider.Instead = async context =>
        {
            if (context.Request.Path != path)
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            for (var written = 0; written < 8 && !context.RequestAborted.IsCancellationRequested; written++)
            {
                await context.Response.WriteAsync(new string(' ', 100_000), context.RequestAborted);
            }

            return true;
        },
        HttpStatusCode.BadGateway,
        "does not answer");

    [Theory]
    [InlineData("corp.com", "mallory@corp.com", true, true)]
    [InlineData("corp.com", "mallory@CORP.com", true, true)]
    [InlineData("corp.com", "mallory@corp.com", false, false)]
    [InlineData("corp.com", "mallory@corp.com", null, false)]
    [InlineData("corp.com", "mallory@exploitcorp.com", true, false)]
    [InlineData("corp.com", "mallory@corp.com.evil.example", true, false)]
    [InlineData("corp.com", "mallory@evil.example@corp.com", true, true)]
    [InlineData("corp.com", "mallory@sub.corp.com", true, false)]
    [InlineData("corp.com", "mallory@c\u043erp.com", true, false)]
    public async Task Only_a_verified_address_of_the_very_domain_counts(string domain, string email, bool? verified, bool expected)
    {
        await using var provider = await HostileProvider.StartAsync();
        using var logs = new CapturedLogs();
        provider.UserInfo = user =>
        {
            user["email"] = email;
            user["email_verified"] = verified;
        };
        await using var mux = await TestHost.StartAsync(Options(provider, logs, login => login with { Providers = [login.Providers[0] with { Attendees = [new PersonMatch(MatchKind.EmailDomain, "email", domain)] }], Roles = [] }));
        using var browser = mux.Browser();
        Assert.Equal(expected ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, (await browser.LogInAsync("uni", "")).StatusCode);
    }

    [Fact]
    public async Task A_claim_that_is_said_twice_and_differently_makes_no_organizer()
    {
        await using var provider = await HostileProvider.StartAsync();
        using var logs = new CapturedLogs();
        provider.Claims = claims => (claims["email"], claims["email_verified"]) = ("mallory@evil.example", true);
        provider.UserInfo = user => (user["email"], user["email_verified"]) = ("boss@corp.com", true);
        await using var mux = await TestHost.StartAsync(Options(provider, logs, login => login with { Roles = [new RoleRule(StaffRole.Organizer, "uni", new PersonMatch(MatchKind.Claim, "email", "boss@corp.com"), [])] }));
        using var browser = mux.Browser(organizer: true);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.LogInAsync("uni", "")).StatusCode);
    }

    [Fact]
    public async Task A_name_of_any_kind_ends_in_one_short_line()
    {
        await using var provider = await HostileProvider.StartAsync();
        using var logs = new CapturedLogs();
        provider.Claims = claims => claims["name"] = "a\r\nb" + new string('n', 20_000);
        await using var mux = await TestHost.StartAsync(Options(provider, logs));
        using var browser = mux.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.LogInAsync("uni", "")).StatusCode);
        Assert.Equal("Guest of The university", mux.Store.Snapshot.Attendees.Values.Single().Name);
        Assert.DoesNotContain(logs.Lines, line => line.Contains("nnnnnnnn", StringComparison.Ordinal));
    }

    private static void Play(HostileProvider provider, string trick)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var other = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" };
        Action play = trick switch
        {
            "unsigned" => () => provider.Token = token => Join(new JsonObject { ["alg"] = "none" }.ToJsonString(), Part(token, 1), ""),
            "signed with the client's secret" => () => provider.Token = token => Hmac(Part(token, 1)),
            "signed by another key" => () => provider.Token = token => Resign(token, other),
            "another key id" => () => provider.Token = token => Resign(token, new RsaSecurityKey(other.Rsa) { KeyId = "k2" }),
            "payload exchanged" => () => provider.Token = token => string.Join('.', token.Split('.')[0], Encode(Part(token, 1).Replace("mallory", "grace", StringComparison.Ordinal)), token.Split('.')[2]),
            "wrong nonce" => () => provider.Claims = claims => claims["nonce"] = "another",
            "no nonce" => () => provider.Claims = claims => claims.Remove("nonce"),
            "wrong issuer" => () => provider.Claims = claims => claims["iss"] = "https://evil.example",
            "issuer with a slash" => () => provider.Claims = claims => claims["iss"] += "/",
            "wrong audience" => () => provider.Claims = claims => claims["aud"] = "another client",
            "other authorized party" => () => provider.Claims = claims => claims["azp"] = "another client",
            "several audiences" => () => provider.Claims = claims => claims["aud"] = new JsonArray("mux", "another client"),
            "expired" => () => provider.Claims = claims => claims["exp"] = now - 300,
            "not yet valid" => () => provider.Claims = claims => claims["nbf"] = now + 300,
            "no expiry" => () => provider.Claims = claims => claims.Remove("exp"),
            "issued in the future" => () => provider.Claims = claims => claims["iat"] = now + 300,
            "no subject" => () => provider.Claims = claims => claims.Remove("sub"),
            "endless subject" => () => provider.Claims = claims => claims["sub"] = new string('s', 300),
            "claims twice" => () => provider.Token = token => Resign(token, null, provider, payload => payload.Replace("{", "{\"sub\":\"grace\",", StringComparison.Ordinal)),
            "oversized" => () => provider.Claims = claims => claims["groups"] = new string('g', 80_000),
            "no token at all" => () => provider.Token = _ => "not.a.token",
            "user information of another" => () => provider.UserInfo = user => user["sub"] = "grace",
            "user information of nobody" => () => provider.UserInfo = user => user.Remove("sub"),
            _ => throw new ArgumentException(trick),
        };
        play();
    }

    private static async Task RefusedAsync(Action<HostileProvider> play, HttpStatusCode status, string text) => await WithAsync(play, async (mux, logs, answer) =>
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, answer.StatusCode);
        Assert.True(page.Contains(text, StringComparison.Ordinal), $"{text} is not said on: {page}\n{string.Join('\n', logs.Lines)}");
        Assert.Empty(mux.Store.Snapshot.Attendees);
        Assert.Empty(mux.Store.Snapshot.Logins);
        Assert.DoesNotContain("canary", page, StringComparison.Ordinal);
    });

    private static async Task WithAsync(Action<HostileProvider> play, Func<TestHost, CapturedLogs, HttpResponseMessage, Task> check)
    {
        await using var provider = await HostileProvider.StartAsync();
        play(provider);
        using var logs = new CapturedLogs();
        await using var mux = await TestHost.StartAsync(Options(provider, logs));
        using var browser = mux.Browser();
        var answer = await browser.LogInAsync("uni", "", "/camp/plots/");
        await check(mux, logs, answer);
        using var walkIn = mux.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await walkIn.TryLogInAsync("Somebody else")).StatusCode); // nobody else is harmed
        Assert.DoesNotContain(logs.Lines, line => line.Contains("canary", StringComparison.Ordinal) || (provider.IdToken.Length > 0 && line.Contains(provider.IdToken, StringComparison.Ordinal)));
    }

    private static TestHostOptions Options(HostileProvider provider, CapturedLogs logs, Func<LoginDefinition, LoginDefinition>? adjust = null) =>
        OidcHost.OptionsFor(OidcHost.CampWith(provider.Issuer, adjust), TimeProvider.System, logs) with { ClientSecrets = new Dictionary<string, string> { ["uni"] = HostileProvider.Secret } };

    private static string Part(string token, int part) => Base64UrlEncoder.Decode(token.Split('.')[part]);

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);

    private static string Join(string header, string payload, string signature) => $"{Encode(header)}.{Encode(payload)}.{signature}";

    private static string Hmac(string payload)
    {
        var signed = Encode("""{"alg":"HS256","kid":"k1"}""") + "." + Encode(payload);
        return signed + "." + Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HostileProvider.Secret), Encoding.ASCII.GetBytes(signed)));
    }

    private static string Resign(string token, RsaSecurityKey? key, HostileProvider? provider = null, Func<string, string>? payload = null)
    {
        var signed = Encode($$"""{"alg":"RS256","kid":"{{key?.KeyId ?? "k1"}}"}""") + "." + Encode(payload?.Invoke(Part(token, 1)) ?? Part(token, 1));
        var rsa = key?.Rsa ?? provider!.Key;
        return signed + "." + Base64UrlEncoder.Encode(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
