using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bench.Waiting;

/// <summary>One attendee's browser with cookies and a connection of its own.</summary>
internal sealed partial class Visitor(string name) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 3 })
    {
        BaseAddress = new Uri(SimulatedCamp.Attendee), Timeout = TimeSpan.FromMinutes(2), DefaultRequestHeaders = { { "Cookie", "mux-js=1" } },
    };

    private string token = "";

    public string Name => name;

    /// <summary>From the click on "log in" until the page behind it is there.</summary>
    public TimeSpan Took { get; private set; }

    public HttpStatusCode Status { get; private set; }

    /// <summary>Aboard, and not in line.</summary>
    public bool Berthed { get; private set; }

    public async Task OpenLoginPageAsync()
    {
        using var response = await http.GetAsync("/login");
        token = WebUtility.HtmlDecode(Token().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value);
        TakeCookies(response);
    }

    public async Task LogInAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var form = new FormUrlEncodedContent([new("token", token), new("name", name), new("code", SimulatedCamp.AccessCode), new("returnUrl", "/")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = form, Headers = { { "Origin", SimulatedCamp.Attendee }, { "Sec-Fetch-Site", "same-origin" } } };
        using var response = await http.SendAsync(request);
        Status = response.StatusCode;
        TakeCookies(response);
        if (Status == HttpStatusCode.SeeOther)
        {
            Berthed = (await http.GetStringAsync("/")).Contains("href=\"/camp/t1/\"", StringComparison.Ordinal);
        }

        Took = Stopwatch.GetElapsedTime(start);
    }

    public async Task<JsonNode> BerthAsync() => (await http.GetFromJsonAsync<JsonNode>("/berth"))!;

    /// <summary>Watches as the page's script does, until told to stop: numbers are taken from the event, a new shape has the page fetched again.</summary>
    /// <returns>Events read, and pages fetched.</returns>
    public async Task<(int Events, int Pages)> WatchAsync(CancellationToken cancellationToken)
    {
        var (events, pages, shape) = (0, 0, "");
        try
        {
            using var reader = new StreamReader(await http.GetStreamAsync("/berth/events", cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!line.StartsWith("data: {", StringComparison.Ordinal))
                {
                    continue;
                }

                events++;
                var now = (string?)JsonNode.Parse(line[6..])!["shape"] ?? "";
                if (shape.Length > 0 && now != shape)
                {
                    pages++;
                    await http.GetStringAsync("/", cancellationToken);
                }

                shape = now;
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        return (events, pages);
    }

    public void Dispose() => http.Dispose();

    private void TakeCookies(HttpResponseMessage response)
    {
        var fresh = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];
        var all = http.DefaultRequestHeaders.GetValues("Cookie").SelectMany(header => header.Split("; ")).Concat(fresh).GroupBy(cookie => cookie.Split('=')[0]).Select(same => same.Last());
        http.DefaultRequestHeaders.Remove("Cookie");
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", all));
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
