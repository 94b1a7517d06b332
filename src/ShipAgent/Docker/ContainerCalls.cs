using System.Text.Json;

namespace ShipAgent.Docker;

/// <summary>The engine's calls about containers. Ids and names are escaped into the path: nothing is ever a shell's argument.</summary>
internal sealed class ContainerCalls(DockerEngine engine)
{
    private const int MaxLogBytes = 256 * 1024;
    private static readonly TimeSpan ArchiveDeadline = TimeSpan.FromMinutes(10);

    /// <summary>All containers, stopped ones too, that carry every one of <paramref name="labels"/> (<c>key=value</c>).</summary>
    public Task<DockerResult<ContainerItem[]>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        engine.GetAsync($"containers/json?all=1&filters={LabelFilter(labels)}", DockerJson.Default.ContainerItems, cancellationToken);

    /// <summary>All containers of the engine, anybody's, that are made of the image.</summary>
    public Task<DockerResult<ContainerItem[]>> ListOfImageAsync(ImageReference image, CancellationToken cancellationToken) =>
        engine.GetAsync($"containers/json?all=1&filters={Escape($"{{\"ancestor\":[\"{JsonEncodedText.Encode(image.ToString())}\"]}}")}", DockerJson.Default.ContainerItems, cancellationToken);

    public Task<DockerResult<ContainerDetails>> InspectAsync(string id, CancellationToken cancellationToken) =>
        engine.GetAsync($"containers/{Escape(id)}/json", DockerJson.Default.ContainerDetails, cancellationToken);

    public Task<DockerResult<Created>> CreateAsync(string name, ContainerRequest request, CancellationToken cancellationToken) =>
        engine.PostAsync($"containers/create?name={Escape(name)}", DockerEngine.Json(request, DockerJson.Default.ContainerRequest),
            DockerJson.Default.Created, cancellationToken);

    public Task<DockerResult<Done>> StartAsync(string id, CancellationToken cancellationToken) =>
        engine.CommandAsync(HttpMethod.Post, $"containers/{Escape(id)}/start", cancellationToken);

    /// <summary>Until it has ended: its exit code.</summary>
    public Task<DockerResult<WaitAnswer>> WaitAsync(string id, CancellationToken cancellationToken) =>
        engine.PostAsync($"containers/{Escape(id)}/wait", null, DockerJson.Default.WaitAnswer, cancellationToken);

    /// <summary>Stops it first if it runs (SIGTERM, then SIGKILL after <paramref name="graceSeconds"/>).</summary>
    public Task<DockerResult<Done>> RestartAsync(string id, int graceSeconds, CancellationToken cancellationToken) =>
        engine.CommandAsync(HttpMethod.Post, $"containers/{Escape(id)}/restart?t={graceSeconds}", cancellationToken);

    public Task<DockerResult<Done>> StopAsync(string id, int graceSeconds, CancellationToken cancellationToken) =>
        engine.CommandAsync(HttpMethod.Post, $"containers/{Escape(id)}/stop?t={graceSeconds}", cancellationToken);

    public Task<DockerResult<Done>> RenameAsync(string id, string name, CancellationToken cancellationToken) =>
        engine.CommandAsync(HttpMethod.Post, $"containers/{Escape(id)}/rename?name={Escape(name)}", cancellationToken);

    /// <summary>Removes the container, running or not, and no volume of any kind. One that is gone already counts as removed.</summary>
    public async Task<DockerResult<Done>> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var result = await engine.CommandAsync(HttpMethod.Delete, $"containers/{Escape(id)}?force=1&v=0", cancellationToken);
        return result.Error?.Fault == DockerFault.NotFound ? default(Done) : result;
    }

    /// <summary>The last <paramref name="lines"/> lines of output, standard output and error together, as the container wrote them.</summary>
    public Task<DockerResult<byte[]>> LogsAsync(string id, int lines, CancellationToken cancellationToken) =>
        engine.SendAsync(HttpMethod.Get, $"containers/{Escape(id)}/logs?stdout=1&stderr=1&tail={lines}", null, DockerEngine.QuickDeadline,
            async (response, token) => await LogFrames.ReadTailAsync(await response.Content.ReadAsStreamAsync(token), MaxLogBytes, token),
            cancellationToken);

    /// <summary>Output as it comes, from the start, until the container ends or the caller cancels.</summary>
    public Task<DockerResult<Done>> FollowLogsAsync(string id, Action<byte[]> onOutput, CancellationToken cancellationToken) =>
        engine.SendAsync(HttpMethod.Get, $"containers/{Escape(id)}/logs?stdout=1&stderr=1&follow=1", null, TimeSpan.FromHours(1),
            async (response, token) =>
            {
                await LogFrames.ReadAsync(await response.Content.ReadAsStreamAsync(token), (_, piece) => onOutput(piece), token);
                return default(Done);
            }, cancellationToken);

    /// <summary>A tar of the folder, whose name is the first part of every name in it; the container need not run.</summary>
    public Task<DockerResult<Done>> GetArchiveAsync(string id, string folder, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        engine.SendAsync(HttpMethod.Get, $"containers/{Escape(id)}/archive?path={Escape(folder)}", null, ArchiveDeadline,
            async (response, token) =>
            {
                await read(await response.Content.ReadAsStreamAsync(token), token);
                return default(Done);
            }, cancellationToken);

    /// <summary>Unpacks a tar into the folder, which must be on a volume when the container's own files are read-only.</summary>
    public Task<DockerResult<Done>> PutArchiveAsync(string id, string folder, Stream tar, CancellationToken cancellationToken) =>
        engine.SendAsync(HttpMethod.Put, $"containers/{Escape(id)}/archive?path={Escape(folder)}", new StreamContent(tar), ArchiveDeadline,
            (_, _) => Task.FromResult(default(Done)), cancellationToken);

    public Task<DockerResult<EngineStats>> StatsAsync(string id, CancellationToken cancellationToken) =>
        engine.GetAsync($"containers/{Escape(id)}/stats?stream=0&one-shot=1", DockerJson.Default.EngineStats, cancellationToken);

    internal static string LabelFilter(IReadOnlyList<string> labels)
    {
        var quoted = labels.Select(label => $"\"{JsonEncodedText.Encode(label)}\"");
        return Escape($"{{\"label\":[{string.Join(',', quoted)}]}}");
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
