using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Mux.Rehearsals;

/// <summary>What the mux answered in the end, all redirects followed.</summary>
internal sealed record StandInPage(HttpStatusCode Status, Uri Address, string Text)
{
    public bool IsGood => Status == HttpStatusCode.OK;
}

/// <summary>
/// One person's browser as far as the mux notices: cookies and connections of its own, forms sent with their hidden fields. It goes to the attendees' address alone,
/// wherever a ship would send it; what answers may be hostile, and is capped.
/// </summary>
internal sealed partial class StandInBrowser : IDisposable
{
    private const int MostHops = 10;
    private const int MostBytes = 8 << 20;

    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;
    private readonly Uri site;

    public StandInBrowser(Uri attendeeUrl)
    {
        site = new Uri(attendeeUrl.GetLeftPart(UriPartial.Authority));
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = cookies, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = site,
            Timeout = Timeout.InfiniteTimeSpan, // the visit as a whole is bounded
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    private string Origin => site.GetLeftPart(UriPartial.Authority);

    /// <exception cref="HttpRequestException">Nobody answers, or it sends the browser somewhere else.</exception>
    public Task<StandInPage> OpenAsync(string path, CancellationToken cancellationToken) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>Sends the form of a page, as its button would.</summary>
    /// <exception cref="HttpRequestException">As above.</exception>
    public Task<StandInPage> SendFormAsync(StandInPage page, string action, CancellationToken cancellationToken) => FollowAsync(
        Change(action, new FormUrlEncodedContent(HiddenField().Matches(page.Text).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value))))),
        cancellationToken);

    /// <summary>As Jupyter's own pages do it, with the value of its cookie against forgeries.</summary>
    /// <exception cref="HttpRequestException">As above.</exception>
    public Task<StandInPage> PostJsonAsync(string path, string json, CancellationToken cancellationToken)
    {
        var request = Change(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        if (cookies.GetCookies(new Uri(site, path))["_xsrf"] is { } forgery)
        {
            request.Headers.TryAddWithoutValidation("X-XSRFToken", forgery.Value);
        }

        return FollowAsync(request, cancellationToken);
    }

    /// <exception cref="WebSocketException">It was refused.</exception>
    public async Task<WebSocket> OpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Origin", Origin);
            await socket.ConnectAsync(new UriBuilder(new Uri(site, path)) { Scheme = site.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri, http, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Change(string path, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Origin", Origin);
        return request;
    }

    private async Task<StandInPage> FollowAsync(HttpRequestMessage first, CancellationToken cancellationToken)
    {
        var next = first;
        for (var hops = 0; hops < MostHops; hops++)
        {
            using var request = next;
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            using var response = await http.SendAsync(request, cancellationToken);
            var here = new Uri(site, request.RequestUri!);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location)
            {
                return new StandInPage(response.StatusCode, here, await response.Content.ReadAsStringAsync(cancellationToken));
            }

            var onward = new Uri(here, location);
            next = onward.GetLeftPart(UriPartial.Authority) == Origin
                ? new HttpRequestMessage(HttpMethod.Get, onward)
                : throw new HttpRequestException("the browser was sent away from the attendees' address");
        }

        throw new HttpRequestException($"more than {MostHops} redirects in a row");
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]{1,64})" value="(?<value>[^"]*)" ?/?>""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenField();
}
