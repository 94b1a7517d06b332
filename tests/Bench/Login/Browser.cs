using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bench.Login;

/// <summary>A page after all redirects.</summary>
internal sealed record Document(Uri Address, string Html);

/// <summary>One person's browser as far as a server notices: cookies and connections of its own, redirects followed, forms sent with their hidden fields.</summary>
internal sealed partial class Browser : IDisposable
{
    private const int MaxHops = 20;
    private readonly CookieContainer cookies = new();
    private readonly ConcurrentBag<int> ports = [];
    private readonly HttpClient http;
    private readonly Uri site;

    /// <param name="site">Scheme, host and port.</param>
    /// <param name="token">For Jupyter itself, where no mux adds it.</param>
    public Browser(Uri site, string? token = null)
    {
        this.site = site;
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, CookieContainer = cookies, AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false };
        http = new HttpClient(handler) { BaseAddress = site, Timeout = TimeSpan.FromMinutes(2) };
        if (token is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"token {token}");
        }
    }

    /// <summary>Its own ends of all its connections.</summary>
    public IReadOnlyCollection<int> Ports => ports;

    public Task<Document> OpenAsync(string path) => LoadAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills in and sends the one form of a page.</summary>
    public Task<Document> SendFormAsync(Document page, string action, params (string Name, string Value)[] fields)
    {
        var all = HiddenFields(page.Html).Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value));
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(all) };
        AddOrigin(request);
        return LoadAsync(request);
    }

    public async Task<JsonNode> GetJsonAsync(string path) => (await http.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>As Jupyter's own pages do it, with the anti-forgery cookie's value as a header.</summary>
    public async Task<JsonNode> PostJsonAsync(string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        AddOrigin(request);
        if (cookies.GetCookies(new Uri(site, path))["_xsrf"] is { } forgery)
        {
            request.Headers.TryAddWithoutValidation("X-XSRFToken", forgery.Value);
        }

        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public async Task<WebSocket> OpenSocketAsync(string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Origin);
        await socket.ConnectAsync(new UriBuilder(new Uri(site, path)) { Scheme = "ws" }.Uri, http, CancellationToken.None);
        return socket;
    }

    public void Dispose() => http.Dispose();

    private string Origin => site.GetLeftPart(UriPartial.Authority);

    private void AddOrigin(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Origin", Origin);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        ports.Add(((IPEndPoint)socket.LocalEndPoint!).Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // By hand: the client's own way would leave out the token on the second request.
    private async Task<Document> LoadAsync(HttpRequestMessage request)
    {
        var (address, html) = await ExchangeAsync(request);
        for (var hops = 0; html is null; hops++)
        {
            (address, html) = hops < MaxHops ? await ExchangeAsync(new HttpRequestMessage(HttpMethod.Get, address)) : throw new InvalidOperationException($"too many redirects, the last to {address}");
        }

        return new Document(address, html);
    }

    // The page; or where to go instead, and no page.
    private async Task<(Uri Address, string? Html)> ExchangeAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            using var response = await http.SendAsync(request);
            var here = new Uri(site, request.RequestUri!);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => (here, await response.Content.ReadAsStringAsync()),
                >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest when response.Headers.Location is { } location => (new Uri(here, location), null),
                _ => throw new InvalidOperationException($"{here} was answered with {(int)response.StatusCode}"),
            };
        }
    }

    private static IEnumerable<(string Name, string Value)> HiddenFields(string html) =>
        HiddenField().Matches(html).Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenField();
}
