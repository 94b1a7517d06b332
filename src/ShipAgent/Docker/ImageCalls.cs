using System.Text.Json;

namespace ShipAgent.Docker;

/// <summary>The engine's calls about images.</summary>
internal sealed class ImageCalls(DockerEngine engine, TimeProvider time) : IDisposable
{
    // Tutorials of one ship share most of their layers: the second image finds them there when it waits for the first.
    private const int PullsAtOnce = 2;
    private static readonly TimeSpan PullDeadline = TimeSpan.FromMinutes(30);
    // A registry that sends nothing for so long has stalled; the pull can be tried again, done layers are kept.
    private static readonly TimeSpan StallDeadline = TimeSpan.FromSeconds(90);

    private readonly SemaphoreSlim _pulls = new(PullsAtOnce);

    /// <summary>Looks an image up by repository and digest, or by a local tag.</summary>
    public Task<DockerResult<ImageDetails>> InspectAsync(string reference, CancellationToken cancellationToken) =>
        engine.GetAsync($"images/{Uri.EscapeDataString(reference)}/json", DockerJson.Default.ImageDetails, cancellationToken);

    /// <summary>The steps that made the image, newest first; the engine gives each the size of the layer that it made.</summary>
    public Task<DockerResult<HistoryStep[]>> HistoryAsync(string reference, CancellationToken cancellationToken) =>
        engine.GetAsync($"images/{Uri.EscapeDataString(reference)}/history", DockerJson.Default.HistorySteps, cancellationToken);

    /// <summary>Pulls by digest; <paramref name="onProgress"/> gets bytes so far and bytes in all, as far as known.</summary>
    public async Task<DockerResult<Done>> PullAsync(ImageReference image, RegistryAuth? login, Action<PullTally> onProgress, CancellationToken cancellationToken)
    {
        await _pulls.WaitAsync(cancellationToken);
        try
        {
            return await PullInTurnAsync(image, login, onProgress, cancellationToken);
        }
        finally
        {
            _pulls.Release();
        }
    }

    public void Dispose() => _pulls.Dispose();

    private async Task<DockerResult<Done>> PullInTurnAsync(ImageReference image, RegistryAuth? login, Action<PullTally> onProgress, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(StallDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        var path = $"images/create?fromImage={Uri.EscapeDataString(image.Repository)}&tag={Uri.EscapeDataString(image.Digest)}";
        try
        {
            var result = await engine.SendAsync<DockerError?>(HttpMethod.Post, path, null, PullDeadline, (response, token) =>
                FollowAsync(response, onProgress, stall, token), both.Token, login?.Header);
            return (result.Error ?? result.Value) is { } error ? error : default(Done);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DockerError(DockerFault.Outage, $"the pull has stalled: nothing came for {StallDeadline.TotalSeconds:0} s");
        }
    }

    /// <summary>Takes the name off the image, and the image off the disk when that was its last.</summary>
    public Task<DockerResult<Done>> RemoveAsync(ImageReference image, CancellationToken cancellationToken) =>
        engine.CommandAsync(HttpMethod.Delete, $"images/{Uri.EscapeDataString(image.ToString())}", cancellationToken);

    private static async Task<DockerError?> FollowAsync(HttpResponseMessage response, Action<PullTally> onProgress,
        CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        var tally = new PullTally();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            stall.CancelAfter(StallDeadline);
            if (text.Length == 0 || JsonSerializer.Deserialize(text, DockerJson.Default.PullLine) is not { } line)
                continue;
            // The engine has said 200 by now: a failed pull is a line of its own.
            if (line.Error is not null)
                return new DockerError(DockerFault.Refused, DockerEngine.OneLine(line.Error));
            tally.Add(line);
            onProgress(tally);
        }
        return null;
    }
}

/// <summary>Bytes of a pull over all its layers.</summary>
internal sealed class PullTally
{
    private readonly Dictionary<string, (long Current, long Total)> _layers = [];

    public ulong Current => (ulong)_layers.Values.Sum(layer => layer.Current);

    public ulong Total => (ulong)_layers.Values.Sum(layer => layer.Total);

    public void Add(PullLine line)
    {
        if (line.Id is null)
            return;
        if (line.Status == "Downloading" && line.Detail is { Current: { } current, Total: { } total })
            _layers[line.Id] = (current, total);
        else if (line.Status is "Download complete" or "Pull complete" && _layers.TryGetValue(line.Id, out var layer))
            _layers[line.Id] = (layer.Total, layer.Total);
    }
}
