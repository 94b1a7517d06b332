namespace ShipAgent.Docker;

/// <summary>The engine's stream of events, used as a bell only: what happened is read from the engine's lists.</summary>
internal sealed class EngineEvents(DockerEngine engine)
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(20);

    /// <summary>Rings at each change of a container with these labels until the stream breaks; <paramref name="onOpen"/> once it stands.</summary>
    public Task<DockerResult<Done>> FollowAsync(IReadOnlyList<string> labels, Action onOpen, Action ring, CancellationToken cancellationToken) =>
        engine.SendAsync(HttpMethod.Get, $"events?filters={Filter(labels)}", null, Forever, async (response, token) =>
        {
            onOpen();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
            while (await reader.ReadLineAsync(token) is not null)
                ring();
            return default(Done);
        }, cancellationToken);

    // Only what changes whether a container runs: an exec or a rename of our own would wake us for nothing.
    private static string Filter(IReadOnlyList<string> labels)
    {
        var labelFilter = Uri.UnescapeDataString(ContainerCalls.LabelFilter(labels));
        return Uri.EscapeDataString($"{labelFilter[..^1]},\"type\":[\"container\"],\"event\":[\"die\",\"start\",\"destroy\",\"oom\"]}}");
    }
}
