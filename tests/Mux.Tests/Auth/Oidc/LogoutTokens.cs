using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Mux.Tests.Auth.Oidc;

/// <summary>Anybody can post to the back-channel: only the provider's own words end a session.</summary>
public sealed class LogoutTokens
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    public static TheoryData<string, bool> Words => new()
    {
        { "by subject", true }, { "typed as a logout token", true }, { "of another session", true }, { "about another subject", false }, { "an id token", false }, { "without the event", false }, { "with a nonce", false },
        { "without an id", false }, { "about nobody", false }, { "for another client", false }, { "of another issuer", false }, { "expired", false }, { "of another type", false }, { "unsigned", false },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_session_ends_by_the_providers_word_alone(string words, bool ends)
    {
        await using var provider = await HostileProvider.StartAsync();
        using var logs = new CapturedLogs();
        await using var mux = await TestHost.StartAsync(OidcHost.OptionsFor(OidcHost.CampWith(provider.Issuer), TimeProvider.System, logs));
        using var browser = mux.Browser();
        await browser.LogInAsync("uni", "");
        var token = Token(provider, words);

        using var caller = mux.Browser();
        var answer = await caller.Client.PostAsync("/login/with/uni/logout", new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]));
        Assert.Equal(ends || words == "about another subject" ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ends ? 0 : 1, mux.Store.Snapshot.Logins.Count);

        await browser.LogInAsync("uni", "");
        await caller.Client.PostAsync("/login/with/uni/logout", new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]));
        Assert.Single(mux.Store.Snapshot.Logins); // once said, a word does not count again
    }

    [Theory]
    [InlineData("/login/with/uni/logout", "logout_token=x", HttpStatusCode.BadRequest)]
    [InlineData("/login/with/uni/logout", "other=x", HttpStatusCode.BadRequest)]
    [InlineData("/login/with/nobody/logout", "logout_token=x", HttpStatusCode.BadRequest)]
    public async Task What_is_no_logout_token_is_refused(string path, string body, HttpStatusCode status)
    {
        await using var mux = await TestHost.StartAsync(new TestHostOptions { Camp = OidcHost.CampWith(new Uri("http://127.0.0.1:9")) });
        using var caller = mux.Browser();
        var answer = await caller.Client.PostAsync(path, new StringContent(body, null, "application/x-www-form-urlencoded"));
        Assert.Equal(status, answer.StatusCode);
    }

    private static string Token(HostileProvider provider, string words)
    {
        var claims = provider.PlainClaims();
        claims.Remove("nonce");
        claims.Remove("name");
        claims["jti"] = "once";
        claims["events"] = new JsonObject { [Event] = new JsonObject() };
        switch (words)
        {
            case "of another session": claims["sid"] = "never heard of"; break; // the provider named none at the login: the subject decides
            case "about another subject": claims["sub"] = "grace"; break;
            case "an id token": claims = provider.PlainClaims(); break;
            case "without the event": claims["events"] = new JsonObject { ["other"] = new JsonObject() }; break;
            case "with a nonce": claims["nonce"] = "n"; break;
            case "without an id": claims.Remove("jti"); break;
            case "about nobody": claims.Remove("sub"); break;
            case "for another client": claims["aud"] = "another client"; break;
            case "of another issuer": claims["iss"] = "https://evil.example"; break;
            case "expired": claims["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 300; break;
            default: break;
        }

        var token = provider.Sign(claims, words is "typed as a logout token" ? "logout+jwt" : words is "of another type" ? "at+jwt" : null);
        return words == "unsigned" ? token[..(token.LastIndexOf('.') + 1)] : token;
    }
}
