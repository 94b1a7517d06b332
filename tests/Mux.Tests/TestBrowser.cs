using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Mux.Tests;

/// <summary>A client that behaves like a browser with forms: keeps cookies, sends <c>Origin</c>, takes the form's token along; it does not follow redirects.</summary>
/// <param name="handler">How it connects; it must not follow redirects.</param>
internal sealed partial class TestBrowser(Uri home, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient client = new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = home };

    public HttpClient Client => client;

    public string Origin => home.GetLeftPart(UriPartial.Authority);

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path);

    public Task<string> ReadAsync(string path) => client.GetStringAsync(path);

    public Task<JsonElement> BerthAsync() => client.GetFromJsonAsync<JsonElement>("/berth");

    /// <summary>The token of a form on that page.</summary>
    public async Task<string> TokenAsync(string page)
    {
        var match = TokenField().Match(await (await client.GetAsync(page)).Content.ReadAsStringAsync());
        Assert.True(match.Success, $"no form token on {page}");
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    /// <summary>Posts a form of <paramref name="page"/> to <paramref name="action"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = await TokenAsync(page);
        return await SendAsync(action, token, request => request.Headers.Add("Origin", Origin), fields);
    }

    public Task<HttpResponseMessage> SendAsync(string action, string? token, Action<HttpRequestMessage> adjust, params (string Name, string Value)[] fields)
    {
        var all = token is null ? fields : [.. fields, ("token", token)];
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        adjust(request);
        return client.SendAsync(request);
    }

    public Task<HttpResponseMessage> TryLogInAsync(string name, string code = TestHostOptions.AccessCode, string resume = "", string returnUrl = "/") =>
        PostAsync("/login", "/login", ("name", name), ("code", code), ("resume", resume), ("returnUrl", returnUrl));

    /// <summary>Logs in somebody new and returns the personal code that the next page shows.</summary>
    public async Task<string> LogInAsync(string name)
    {
        var response = await TryLogInAsync(name);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return await CodeAsync();
    }

    /// <summary>The personal code that the page shows; empty when it shows none.</summary>
    public async Task<string> CodeAsync() => ResumeCode().Match(await ReadAsync("/")).Value;

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("(?<=resume-code\">)[a-z]{5}(-[a-z]{5}){3}")]
    private static partial Regex ResumeCode();
}
