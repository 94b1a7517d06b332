using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ShipAgent.Docker;

/// <summary>
/// The Docker Engine's HTTP API, version 1.41, over its unix socket. Each call has a deadline, so that a hung daemon
/// costs a caller seconds, not its life; only the caller's own cancellation is thrown.
/// </summary>
internal sealed class DockerEngine : IDisposable
{
    public static readonly TimeSpan QuickDeadline = TimeSpan.FromSeconds(8);
    public static readonly TimeSpan SlowDeadline = TimeSpan.FromSeconds(40);
    private const int MaxErrorLength = 600;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public DockerEngine(string socketPath, TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = async (_, token) => await ConnectAsync(socketPath, token),
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://docker/v1.41/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public Task<DockerResult<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, QuickDeadline, (response, token) => ReadJsonAsync(response, type, token), cancellationToken);

    public Task<DockerResult<T>> PostAsync<T>(string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, SlowDeadline, (response, token) => ReadJsonAsync(response, type, token), cancellationToken);

    public Task<DockerResult<Done>> CommandAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        SendAsync(method, path, null, SlowDeadline, (_, _) => Task.FromResult(default(Done)), cancellationToken);

    /// <summary>One exchange: <paramref name="read"/> gets a successful answer whose headers have come; the deadline covers it too.</summary>
    public async Task<DockerResult<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? body, TimeSpan deadline,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken, KeyValuePair<string, string>? header = null)
    {
        using var clock = new CancellationTokenSource(deadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            if (header is { } extra)
                request.Headers.TryAddWithoutValidation(extra.Key, extra.Value);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotModified)
                return await ReadErrorAsync(response, both.Token);
            return await read(response, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DockerError(DockerFault.Outage, $"Docker did not answer within {deadline.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or SocketException)
        {
            return new DockerError(DockerFault.Outage, $"Docker does not answer: {OneLine(fault.Message)}");
        }
    }

    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        // Not JsonContent: the engine wants a Content-Length with small bodies.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxErrorLength ? line : line[..MaxErrorLength];
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadJsonAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException("Docker answered with nothing");
    }

    private static async Task<DockerError> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var fault = response.StatusCode switch
        {
            HttpStatusCode.NotFound => DockerFault.NotFound,
            HttpStatusCode.Conflict => DockerFault.Conflict,
            HttpStatusCode.ServiceUnavailable => DockerFault.Outage,
            _ => DockerFault.Refused,
        };
        return new DockerError(fault, OneLine(MessageOf(text)));
    }

    private static string MessageOf(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DockerJson.Default.ErrorMessage)?.Message ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static async Task<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
