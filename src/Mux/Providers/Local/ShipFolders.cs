using System.Net;
using System.Text.Json;
using Mux.Camp;
using Mux.Fleet;

namespace Mux.Providers.Local;

/// <summary>What an agent of this machine is told, as <c>agent.json</c> in its folder; relative paths start there.</summary>
internal sealed record AgentFile(string ShipId, string Camp, Uri ControlUrl, string CaFile, string TokenFile, string Network, string AddressBlock, string DockerSocket);

/// <summary>The folders of local ships, <c>DATA/ships/ID</c>: the machine's tag, its agent's configuration, keys, log and pid.</summary>
internal sealed class ShipFolders(CampDefinition camp, MuxSettings settings)
{
    public const string DockerSocket = "/var/run/docker.sock";

    private const int BlockPrefix = 28;
    private const string Marker = "agent.json";
    private const string RetiredMarker = "agent.json.retired";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string NetworkName => $"camp-{camp.Name}";

    public IPNetwork Subnet => camp.Local.Subnet;

    public string FolderOf(ShipId ship) => Path.Combine(settings.DataFolder, "ships", ship.Value);

    public string LogOf(ShipId ship) => Path.Combine(FolderOf(ship), "agent.log");

    /// <summary>Every folder with a readable agent.json of this camp; a half-made one counts as no ship.</summary>
    public IEnumerable<(ShipId Ship, AgentFile File)> All() => All(Marker);

    private IEnumerable<(ShipId Ship, AgentFile File)> All(string marker)
    {
        var root = Path.Combine(settings.DataFolder, "ships");
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        foreach (var folder in folders)
        {
            if (ShipId.TryParse(Path.GetFileName(folder)) is { } ship && Read(folder, marker) is { } file && file.Camp == camp.Name)
            {
                yield return (ship, file);
            }
        }
    }

    /// <summary>Makes the folder, or leaves it as it is when the same launch made it before. Null when no address block is free.</summary>
    public AgentFile? Make(ShipId ship, string enrollmentToken)
    {
        var folder = FolderOf(ship);
        if (Read(folder, Marker) is { } before)
        {
            return before;
        }

        if (FreeBlock() is not { } block)
        {
            return null;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = new AgentFile(ship.Value, camp.Name, settings.ControlUrl, Path.GetFullPath(Path.Combine(settings.DataFolder, "ca.crt")), "enroll.token", NetworkName, block.ToString(), DockerSocket);
        WriteSecret(Path.Combine(folder, file.TokenFile), enrollmentToken);

        // Last and in one step: a folder without it is no ship.
        WriteSecret(Path.Combine(folder, "agent.json.new"), JsonSerializer.Serialize(file, Json));
        File.Move(Path.Combine(folder, "agent.json.new"), Path.Combine(folder, Marker));
        return file;
    }

    /// <summary>From here on the folder is no ship any more, but its addresses stay taken until <see cref="Remove"/>.</summary>
    public void Retire(ShipId ship)
    {
        var file = Path.Combine(FolderOf(ship), Marker);
        if (File.Exists(file))
        {
            File.Move(file, Path.Combine(FolderOf(ship), RetiredMarker), overwrite: true);
        }
    }

    public void Remove(ShipId ship)
    {
        if (Directory.Exists(FolderOf(ship)))
        {
            Directory.Delete(FolderOf(ship), recursive: true);
        }
    }

    // The first block is left out: the network's own and its gateway's addresses lie there.
    private IPNetwork? FreeBlock()
    {
        var taken = All(Marker).Concat(All(RetiredMarker)).Select(entry => entry.File.AddressBlock).ToHashSet(StringComparer.Ordinal);
        var count = 1 << (BlockPrefix - Subnet.PrefixLength);
        return Enumerable.Range(1, count - 2).Select(BlockAt).Where(block => !taken.Contains(block.ToString())).Select(block => (IPNetwork?)block).FirstOrDefault();
    }

    private IPNetwork BlockAt(int index)
    {
        var bytes = Subnet.BaseAddress.GetAddressBytes();
        var address = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) + ((uint)index << (32 - BlockPrefix));
        return new IPNetwork(new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]), BlockPrefix);
    }

    private static AgentFile? Read(string folder, string marker)
    {
        try
        {
            var path = Path.Combine(folder, marker);
            return File.Exists(path) ? JsonSerializer.Deserialize<AgentFile>(File.ReadAllText(path), Json) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private static void WriteSecret(string path, string text)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }
}
