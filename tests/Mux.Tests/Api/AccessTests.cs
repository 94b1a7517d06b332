using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Mux.Tests.Api;

/// <summary>Who may call what: every endpoint against every kind of stranger.</summary>
public sealed class AccessTests(SharedOrganizerHost shared) : Xunit.IClassFixture<SharedOrganizerHost>
{
    private readonly OrganizerHost host = shared.Host;

    public static Xunit.TheoryData<string, string> Guarded => new()
    {
        { "GET", "/api/v1/ships" }, { "GET", "/api/v1/ships/s-2222222222" }, { "DELETE", "/api/v1/ships/s-2222222222" }, { "GET", "/api/v1/ships/s-2222222222/log" }, { "GET", "/api/v1/fleet" },
        { "PUT", "/api/v1/fleet/goal" }, { "POST", "/api/v1/rollouts" }, { "GET", "/api/v1/rollouts" }, { "GET", "/api/v1/rollouts/r-22222222" }, { "GET", "/api/v1/attendees" },
        { "POST", "/api/v1/attendees/a-2222222222/code" }, { "DELETE", "/api/v1/attendees/a-2222222222/logins" },
        { "GET", "/api/v1/sessions" }, { "POST", "/api/v1/sessions" }, { "PATCH", "/api/v1/sessions/morning" }, { "POST", "/api/v1/sessions/morning/open" }, { "PUT", "/api/v1/doors" },
        { "GET", "/api/v1/events" }, { "GET", "/api/v1/preflight" }, { "GET", "/api/v1/openapi.json" }, { "GET", "/api/v1/nosuch" }, { "GET", "/metrics" },
        { "GET", "/api/v1/hands" }, { "GET", "/api/v1/authority" }, { "POST", "/api/v1/authority/rotate" }, { "GET", "/api/v1/alerts" }, { "POST", "/api/v1/alerts/test" }, { "POST", "/api/v1/ships/bulk" },
        { "GET", "/api/v1/rehearsals" }, { "POST", "/api/v1/rehearsals" }, { "GET", "/api/v1/rehearsals/re-22222222" }, { "DELETE", "/api/v1/rehearsals/re-22222222" },
        { "GET", "/api/v1/tokens" }, { "POST", "/api/v1/tokens" }, { "DELETE", "/api/v1/tokens/t-22222222" },
        { "GET", "/api/v1/roster" }, { "POST", "/api/v1/roster" }, { "DELETE", "/api/v1/roster/p-22222222" }, { "POST", "/api/v1/roster/p-22222222/link" }, { "POST", "/api/v1/roster/cards" }, { "POST", "/api/v1/roster/mail" },
    };

    [Xunit.Theory]
    [Xunit.MemberData(nameof(Guarded))]
    public async Task Only_the_organizer_token_opens(string method, string path)
    {
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path));
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong-token-altogether")));
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("x:" + OrganizerHost.Token)))));
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, request => request.Headers.Add("Cookie", "mux=attendee-cookie; mux-organizer=" + OrganizerHost.Token)));
        Xunit.Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path + "?token=" + OrganizerHost.Token));
        Xunit.Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(method, path, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OrganizerHost.Token)));
    }

    [Xunit.Theory]
    [Xunit.MemberData(nameof(Guarded))]
    public async Task On_the_attendees_listener_nothing_of_it_is_there(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Settings.AttendeeUrl, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OrganizerHost.Token);
        using var response = await host.Browser.SendAsync(request);
        Xunit.Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Xunit.Fact]
    public void No_api_endpoint_is_missing_from_the_list_above()
    {
        var known = Guarded.Select(row => ((string)row.Data.Item1, ((string)row.Data.Item2).Split('/')[..Math.Min(4, ((string)row.Data.Item2).Split('/').Length)])).Select(pair => string.Join('/', pair.Item2)).ToHashSet();
        var routes = host.Endpoints.Where(route => route.StartsWith("/api/v1/", StringComparison.Ordinal) && !route.Contains("{*", StringComparison.Ordinal));
        Xunit.Assert.All(routes, route => Xunit.Assert.Contains(string.Join('/', route.Split('/')[..4]), known));
    }

    [Xunit.Theory]
    [Xunit.InlineData("/healthz", HttpStatusCode.OK)]
    [Xunit.InlineData("/readyz", HttpStatusCode.ServiceUnavailable)]
    public async Task Health_needs_no_token_and_tells_no_secret(string path, HttpStatusCode status)
    {
        // No controller runs here, so the provider was never looked at: alive, but not ready.
        using var response = await host.Browser.GetAsync(path);
        Xunit.Assert.Equal(status, response.StatusCode);
        Xunit.Assert.True((await response.Content.ReadAsStringAsync()).Length < 300);
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, Action<HttpRequestMessage>? adjust = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        adjust?.Invoke(request);
        using var response = await host.Browser.SendAsync(request);
        return response.StatusCode;
    }
}
