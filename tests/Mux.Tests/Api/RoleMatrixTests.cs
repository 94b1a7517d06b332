using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mux.Listeners;

namespace Mux.Tests.Api;

/// <summary>Every endpoint of the organizers' listener against every role. The list comes from the mux itself: a new endpoint is closed to all but organizers, or stands here.</summary>
public sealed partial class RoleMatrixTests(SharedOrganizerHost shared) : Xunit.IClassFixture<SharedOrganizerHost>
{
    private static readonly string[] ForEverybody = ["GET /healthz", "GET /readyz", "GET /login", "POST /login", "POST /logout", "GET /assets/{name}", "HEAD /assets/{name}", "GET /login/with/{provider}", "GET /login/with/{provider}/callback"];

    private static readonly string[] ForHelpers =
    [
        "GET /api/v1/fleet", "GET /api/v1/ships", "GET /api/v1/ships/{id}", "GET /api/v1/ships/{id}/log", "GET /api/v1/attendees", "GET /api/v1/openapi.json", "GET /api/v1/alerts",
        "GET /", "GET /alerts", "GET /attendees", "GET /ships/{id}", "GET /live",
        "GET /api/v1/hands", "POST /api/v1/hands/{id}/take", "POST /api/v1/hands/{id}/ask", "POST /api/v1/hands/{id}/close", "POST /api/v1/hands/{id}/done",
        "GET /hands", "POST /hands/{id}/{order}", "GET /hands/{id}/notebook", "GET /hands/{id}/live", "POST /hands/{id}/enter",
    ];

    private static readonly string[] ForAuthors =
    [
        "GET /api/v1/rollouts", "GET /api/v1/rollouts/{id}", "POST /api/v1/rollouts", "POST /api/v1/rollouts/{id}/pause", "POST /api/v1/rollouts/{id}/resume", "POST /api/v1/rollouts/{id}/rollback",
        "GET /api/v1/openapi.json", "GET /rollouts", "GET /rollouts/{id}", "POST /rollouts", "POST /rollouts/{id}/pause", "POST /rollouts/{id}/resume", "POST /rollouts/{id}/rollback", "GET /live",
    ];

    private readonly OrganizerHost host = shared.Host;

    [Xunit.Fact]
    public async Task Each_role_reaches_its_own_endpoints_and_no_other()
    {
        var author = await TokenAsync("author", "intro");
        var helper = await TokenAsync("helper");
        var wrong = new List<string>();
        foreach (var (method, route) in Endpoints())
        {
            var name = $"{method} {route}";
            await ExpectAsync(name, method, route, null, ForEverybody.Contains(name));
            await ExpectAsync(name, method, route, "mux_" + new string('x', 43), ForEverybody.Contains(name));
            await ExpectAsync(name, method, route, author, ForEverybody.Contains(name) || ForAuthors.Contains(name));
            await ExpectAsync(name, method, route, helper, ForEverybody.Contains(name) || ForHelpers.Contains(name));
            await ExpectAsync(name, method, route, OrganizerHost.Token, true);
        }

        Xunit.Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Xunit.Assert.All(ForEverybody.Concat(ForHelpers).Concat(ForAuthors), name => Xunit.Assert.Contains(name, Endpoints().Select(endpoint => $"{endpoint.Method} {endpoint.Route}")));

        async Task ExpectAsync(string name, string method, string route, string? token, bool allowed)
        {
            var status = await StatusAsync(method, route, token);
            var refused = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (status == HttpStatusCode.Redirect && !ForEverybody.Contains(name));
            if (refused == allowed && !(ForEverybody.Contains(name) && method == "POST"))
            {
                wrong.Add($"{name} as {(token == author ? "author" : token == helper ? "helper" : token is null ? "nobody" : token == OrganizerHost.Token ? "organizer" : "wrong token")}: {status}");
            }
        }
    }

    [Xunit.Fact]
    public async Task An_author_deploys_and_sees_the_own_tutorials_alone()
    {
        var author = await TokenAsync("author", "intro");
        using var others = await SendAsync("POST", "/api/v1/rollouts", OrganizerHost.Token, new { tutorial = "plots", image = "127.0.0.1:5000/intro:v2" });
        Xunit.Assert.Equal(HttpStatusCode.Created, others.StatusCode);
        using var refused = await SendAsync("POST", "/api/v1/rollouts", author, new { tutorial = "plots", image = "127.0.0.1:5000/intro:v1" });
        Xunit.Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var taken = await SendAsync("POST", "/api/v1/rollouts", author, new { tutorial = "intro", image = "127.0.0.1:5000/intro:v2" });
        Xunit.Assert.Equal(HttpStatusCode.Created, taken.StatusCode);

        using var listing = await SendAsync("GET", "/api/v1/rollouts", author);
        var seen = await listing.Content.ReadFromJsonAsync<JsonElement[]>();
        Xunit.Assert.Equal(["intro"], seen!.Select(rollout => rollout.GetProperty("tutorial").GetString()));
        Xunit.Assert.Contains("Ada", seen![0].GetProperty("by").GetString(), StringComparison.Ordinal);
        using var hidden = await SendAsync("GET", others.Headers.Location!.OriginalString, author);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Xunit.Fact]
    public async Task A_token_is_shown_once_and_ends_when_revoked()
    {
        var token = await TokenAsync("helper");
        Xunit.Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/v1/fleet", token));
        using var listing = await SendAsync("GET", "/api/v1/tokens", OrganizerHost.Token);
        var text = await listing.Content.ReadAsStringAsync();
        Xunit.Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Xunit.Assert.Equal(-1, (await File.ReadAllBytesAsync(Path.Combine(host.Settings.DataFolder, "mux.db"))).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(token)));

        var browser = new TestBrowser(host.Settings.OrganizerUrl);
        await browser.PostAsync("/login", "/login", ("secret", token), ("returnUrl", "/"));
        Xunit.Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/attendees")).StatusCode);
        var id = JsonSerializer.Deserialize<JsonElement[]>(text)![0].GetProperty("id").GetString();
        using var revoked = await SendAsync("DELETE", $"/api/v1/tokens/{id}", OrganizerHost.Token);
        Xunit.Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/fleet", token));
        Xunit.Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/attendees")).StatusCode);
    }

    [Xunit.Theory]
    [Xunit.InlineData("""{"name": "", "role": "helper"}""", "name")]
    [Xunit.InlineData("""{"name": "Ada", "role": "admin"}""", "role")]
    [Xunit.InlineData("""{"name": "Ada", "role": "author"}""", "tutorials")]
    [Xunit.InlineData("""{"name": "Ada", "role": "author", "tutorials": ["nosuch"]}""", "tutorials")]
    [Xunit.InlineData("""{"name": "Ada", "role": "helper", "tutorials": ["intro"]}""", "tutorials")]
    [Xunit.InlineData("""{"name": "Ada", "role": "helper", "days": 0}""", "days")]
    public async Task A_token_that_makes_no_sense_is_refused(string body, string field)
    {
        using var response = await host.Client.PostAsync("/api/v1/tokens", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Xunit.Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Xunit.Assert.Equal(field, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    private IEnumerable<(string Method, string Route)> Endpoints() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<ListenerMetadata>()?.Listener == Listener.Organizer && !endpoint.RoutePattern.RawText!.Contains('*', StringComparison.Ordinal))
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'))))
        .Distinct();

    private async Task<string> TokenAsync(string role, params string[] tutorials)
    {
        using var made = await host.Client.PostAsJsonAsync("/api/v1/tokens", new { name = "Ada", role, tutorials });
        Xunit.Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string route, string? token)
    {
        using var response = await SendAsync(method, Parameter().Replace(route, "nosuch"), token);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await host.Browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
