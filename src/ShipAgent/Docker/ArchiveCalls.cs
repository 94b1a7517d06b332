using System.Formats.Tar;
using System.Text;
using System.Text.Json;

namespace ShipAgent.Docker;

/// <summary>Looks into a container's files, running or not.</summary>
internal sealed class ArchiveCalls(DockerEngine engine)
{
    // Go's os.FileMode: the bit of a folder.
    private const uint FolderBit = 1u << 31;
    private const string StatHeader = "X-Docker-Container-Path-Stat";
    private const int MostEntries = 1000;

    /// <summary>True only for a folder itself: not for a link to one, nor when it could not be seen.</summary>
    public async Task<bool> IsFolderAsync(string containerId, string path, CancellationToken cancellationToken)
    {
        var stat = await engine.SendAsync(HttpMethod.Head, PathOf(containerId, path), null, DockerEngine.QuickDeadline,
            (response, _) => Task.FromResult(response.Headers.TryGetValues(StatHeader, out var values) ? values.First() : ""), cancellationToken);
        return stat.Value is { Length: > 0 } header && Read(header) is { LinkTarget: null or "" } found && (found.Mode & FolderBit) != 0;
    }

    /// <summary>Whether anything but folders and names that begin with a dot lies there; false too when there is no such folder, null when it could not be seen.</summary>
    public async Task<bool?> HasFilesAsync(string containerId, string path, CancellationToken cancellationToken)
    {
        var found = await engine.SendAsync(HttpMethod.Get, PathOf(containerId, path), null, DockerEngine.QuickDeadline,
            async (response, token) => await HasFilesAsync(await response.Content.ReadAsStreamAsync(token), token), cancellationToken);
        return found.Error is { } error ? error.Fault == DockerFault.NotFound ? false : null : found.Value;
    }

    private static async Task<bool> HasFilesAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await using var tar = new TarReader(stream);
            for (var i = 0; i < MostEntries && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; i++)
            {
                if (entry.EntryType != TarEntryType.Directory && !Path.GetFileName(entry.Name).StartsWith('.'))
                    return true;
            }
            return false;
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            return true;
        }
    }

    private static PathStat? Read(string header)
    {
        try
        {
            return JsonSerializer.Deserialize(Encoding.UTF8.GetString(Convert.FromBase64String(header)), DockerJson.Default.PathStat);
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string PathOf(string containerId, string path) => $"containers/{Uri.EscapeDataString(containerId)}/archive?path={Uri.EscapeDataString(path)}";
}
