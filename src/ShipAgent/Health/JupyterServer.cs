using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ShipAgent.Health;

/// <summary>
/// One tutorial's Jupyter, spoken to with its token. The server may be hostile: answers are capped, redirects are not followed,
/// every call has a deadline, and a failure of any kind is null or false.
/// </summary>
internal sealed class JupyterServer(HttpClient http, Uri root, string token, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SlowDeadline = TimeSpan.FromSeconds(20);
    private const int PieceBytes = 16 * 1024;
    private const int MostKeptBytes = 1 << 20;
    private const int MostTakenBytes = 32 << 20;
    // So that the supervisor's questions do not count as the attendee's activity.
    private const string Unnoticed = "no_track_activity=1";

    public Uri Root => root;

    public string Token => token;

    /// <summary>A client for all Jupyters of a ship.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        MaxConnectionsPerServer = 4,
        MaxResponseHeadersLength = 32,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Task<JupyterStatus?> GetStatusAsync(CancellationToken cancellationToken) =>
        GetAsync($"api/status?{Unnoticed}", JupyterJson.Default.JupyterStatus, cancellationToken);

    public Task<KernelInfo[]?> GetKernelsAsync(CancellationToken cancellationToken) =>
        GetAsync($"api/kernels?{Unnoticed}", JupyterJson.Default.Kernels, cancellationToken);

    public async Task<string?> GetDefaultKernelAsync(CancellationToken cancellationToken) =>
        (await GetAsync("api/kernelspecs", JupyterJson.Default.KernelSpecs, cancellationToken))?.Default;

    /// <summary>The first notebook of the home by name, or null when there is none.</summary>
    public async Task<string?> FindNotebookAsync(CancellationToken cancellationToken) =>
        (await GetAsync("api/contents/?content=1", JupyterJson.Default.ContentFolder, cancellationToken))?.Content?
            .Where(item => item.Type == "notebook").Select(item => item.Path).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Opens the notebook's session, with a kernel of its own; the kernel's id, or null.</summary>
    public async Task<string?> OpenSessionAsync(string notebook, string kernel, CancellationToken cancellationToken)
    {
        var request = new SessionRequest(notebook, Path.GetFileName(notebook), "notebook", new KernelChoice(kernel));
        var body = JsonSerializer.SerializeToUtf8Bytes(request, JupyterJson.Default.SessionRequest);
        return (await SendAsync(HttpMethod.Post, "api/sessions", body, JupyterJson.Default.SessionInfo, cancellationToken))?.Kernel?.Id;
    }

    /// <summary>Starts a kernel that belongs to no notebook; its id, or null.</summary>
    public async Task<string?> StartKernelAsync(string kernel, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new KernelChoice(kernel), JupyterJson.Default.KernelChoice);
        return (await SendAsync(HttpMethod.Post, "api/kernels", body, JupyterJson.Default.KernelInfo, cancellationToken))?.Id;
    }

    public Task EndKernelAsync(string id, CancellationToken cancellationToken) =>
        ExchangeAsync(HttpMethod.Delete, $"api/kernels/{Uri.EscapeDataString(id)}", null, SlowDeadline, cancellationToken);

    /// <summary>A page's text, or null. For the first touch of what an attendee will ask for.</summary>
    public async Task<byte[]?> TouchAsync(string path, CancellationToken cancellationToken) =>
        await ExchangeAsync(HttpMethod.Get, path, null, SlowDeadline, cancellationToken);

    private async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await ExchangeAsync(HttpMethod.Get, path, null, Deadline, cancellationToken), type);

    private async Task<T?> SendAsync<T>(HttpMethod method, string path, byte[] body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Read(await ExchangeAsync(method, path, body, SlowDeadline, cancellationToken), type);

    private static T? Read<T>(byte[]? answer, JsonTypeInfo<T> type)
    {
        try
        {
            return answer is null ? default : JsonSerializer.Deserialize(answer, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private async Task<byte[]?> ExchangeAsync(HttpMethod method, string path, byte[]? body, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(root, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("token", token);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return response.IsSuccessStatusCode ? await ReadCappedAsync(response, both.Token) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>All of the body is taken, so that the server has done its work and the connection stays usable; what is beyond the cap is dropped.</summary>
    private static async Task<byte[]> ReadCappedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var total = 0; total < MostTakenBytes && await body.ReadAsync(buffer, cancellationToken) is > 0 and var read; total += read)
            {
                if (kept.Length < MostKeptBytes)
                    kept.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return kept.ToArray();
    }
}
