using System.Text.Json;
using System.Text.Json.Serialization;
using ShipAgent.Settings;

namespace ShipAgent.Containers;

/// <summary>What a container serves that has been given the content of a later image than its own.</summary>
/// <param name="Container">The engine's id.</param>
/// <param name="Hash">Of the spec that it fulfils now.</param>
/// <param name="Digest">sha256:… of the image that the content is of.</param>
internal sealed record ContentMark(string Container, string Hash, string Digest);

/// <summary>
/// The marks of this ship's containers, kept in the agent's folder since a container's own labels cannot change. A mark that is lost costs a start
/// of the container, nothing else. Without a folder they last as long as the agent.
/// </summary>
internal sealed class ContentMarks(AgentFolder? folder = null)
{
    private const string FileName = "content.json";
    private const int MostKept = 32;

    private readonly Lock _gate = new();
    private volatile ContentMark[] _marks = Load(folder);

    public ContentMark? Of(string container) => _marks.LastOrDefault(mark => mark.Container == container);

    /// <summary>Stored before it counts.</summary>
    public void Set(ContentMark mark)
    {
        lock (_gate)
        {
            ContentMark[] marks = [.. _marks.Where(other => other.Container != mark.Container).TakeLast(MostKept - 1), mark];
            folder?.Write(FileName, JsonSerializer.SerializeToUtf8Bytes(marks, MarkJson.Default.ContentMarkArray));
            _marks = marks;
        }
    }

    private static ContentMark[] Load(AgentFolder? folder)
    {
        try
        {
            return folder?.ReadBytes(FileName) is { } bytes ? JsonSerializer.Deserialize(bytes, MarkJson.Default.ContentMarkArray) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

[JsonSerializable(typeof(ContentMark[]))]
internal sealed partial class MarkJson : JsonSerializerContext;
