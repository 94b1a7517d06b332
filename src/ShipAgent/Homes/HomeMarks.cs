using ShipAgent.Settings;

namespace ShipAgent.Homes;

/// <summary>
/// Which homes on this machine are whole: begun here, or fetched to the end. Only such a home may be served, and only such a home may be copied away: else
/// half a home would replace the whole one on the mux's shelf.
/// </summary>
internal sealed class HomeMarks(AgentFolder folder)
{
    private const string FileName = "homes";
    private readonly Lock _gate = new();
    private readonly HashSet<string> _whole = [.. (folder.ReadText(FileName) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public bool IsWhole(string volume)
    {
        lock (_gate)
            return _whole.Contains(volume);
    }

    /// <summary>Lasts when it returns.</summary>
    public void Mark(string volume)
    {
        lock (_gate)
        {
            if (_whole.Add(volume))
                folder.Write(FileName, string.Join('\n', _whole));
        }
    }
}
