using System.Text.Json;
using Mux.Fleet;

namespace Mux.Helping;

/// <summary>What notebooks an attendee has of a tutorial; those that are open come first, the one used last before all.</summary>
internal sealed record NotebookList(IReadOnlyList<NotebookEntry> Entries, string Trouble)
{
    /// <summary>The one of that path, or else the first; null when there is none.</summary>
    public NotebookEntry? Find(string path) => Entries.FirstOrDefault(entry => entry.Path == path) ?? (Entries.Count > 0 ? Entries[0] : null);
}

/// <param name="Path">Relative to the attendee's home.</param>
/// <param name="IsOpen">A kernel runs for it.</param>
public sealed record NotebookEntry(string Path, bool IsOpen);

/// <summary>An attendee's notebooks as they were last saved.</summary>
internal sealed class ShipNotebooks(ShipReader reader)
{
    private const int MostEntries = 100;
    private const int LongestPath = 300;

    /// <summary>Open notebooks wherever they are, and all at the top of the home.</summary>
    public async Task<NotebookList> ListAsync(Ship ship, string tutorial, CancellationToken cancellationToken)
    {
        var sessions = await reader.GetAsync(ship, tutorial, "api/sessions", cancellationToken);
        var home = await reader.GetAsync(ship, tutorial, "api/contents/?content=1&type=directory", cancellationToken);
        using (sessions.Document)
        using (home.Document)
        {
            var open = Items(sessions.Document?.RootElement).OrderByDescending(LastUsed, StringComparer.Ordinal).Select(Path).Where(IsNotebook).Distinct(StringComparer.Ordinal).Select(path => new NotebookEntry(path, IsOpen: true)).ToList();
            var saved = Items(Json.Member(home.Document?.RootElement, "content")).Select(Path).Where(IsNotebook).Order(StringComparer.Ordinal)
                .Where(path => !open.Exists(entry => entry.Path == path)).Select(path => new NotebookEntry(path, IsOpen: false));
            return new NotebookList([.. open.Concat(saved).Take(MostEntries)], home.Trouble);
        }
    }

    /// <param name="path">One that <see cref="ListAsync"/> has named.</param>
    public async Task<NotebookView> ReadAsync(Ship ship, string tutorial, string path, CancellationToken cancellationToken)
    {
        var encoded = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var answer = await reader.GetAsync(ship, tutorial, $"api/contents/{encoded}?content=1&type=notebook", cancellationToken);
        using (answer.Document)
        {
            return answer.Document is null ? NotebookView.None(answer.Trouble) : NotebookReading.Of(answer.Document.RootElement);
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    private static string Path(JsonElement item) => Json.Text(Json.Member(item, "path"));

    // As Jupyter writes times, the later is the greater text; what a ship writes otherwise puts its own notebooks in another order, and no more.
    private static string LastUsed(JsonElement session) => Json.Text(Json.Member(Json.Member(session, "kernel"), "last_activity"));

    // Names are the attendee's: none may lead out of the contents' part of Jupyter's addresses.
    private static bool IsNotebook(string path) =>
        path.EndsWith(".ipynb", StringComparison.Ordinal) && path.Length <= LongestPath && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal)
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
}
