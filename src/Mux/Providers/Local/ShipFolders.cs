using System.Collections.Immutable;
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
    private readonly Lock gate = new();
    private Dictionary<ShipId, Entry>? known;

    public string NetworkName => $"camp-{camp.Name}";

    public IPNetwork Subnet => camp.Local.Subnet;

    /// <summary>Ships that have addresses in the subnet.</summary>
    public int Blocks => (1 << (BlockPrefix - Subnet.PrefixLength)) - 2;

    public string FolderOf(ShipId ship) => Path.Combine(settings.DataFolder, "ships", ship.Value);

    public string LogOf(ShipId ship) => Path.Combine(FolderOf(ship), "agent.log");

    /// <summary>Every ship of this camp; a folder that is half-made or retired counts as none.</summary>
    public ImmutableArray<(ShipId Ship, AgentFile File)> All()
    {
        lock (gate)
        {
            return [.. Known().Where(entry => !entry.Value.Retired).Select(entry => (entry.Key, entry.Value.File))];
        }
    }

    /// <summary>Makes the folder, or leaves it as it is when the same launch made it before. Null when no address block is free.</summary>
    public AgentFile? Make(ShipId ship, string enrollmentToken)
    {
        lock (gate)
        {
            if (Known().TryGetValue(ship, out var before))
            {
                return before.File;
            }

            return FreeBlock() is { } block ? Write(ship, block, enrollmentToken) : null;
        }
    }

    /// <summary>From here on the folder is no ship any more, but its addresses stay taken until <see cref="Remove"/>.</summary>
    public void Retire(ShipId ship)
    {
        lock (gate)
        {
            if (Known().TryGetValue(ship, out var entry) && !entry.Retired)
            {
                File.Move(Path.Combine(FolderOf(ship), Marker), Path.Combine(FolderOf(ship), RetiredMarker), overwrite: true);
                Known()[ship] = entry with { Retired = true };
            }
        }
    }

    public void Remove(ShipId ship)
    {
        lock (gate)
        {
            if (Directory.Exists(FolderOf(ship)))
            {
                Directory.Delete(FolderOf(ship), recursive: true);
            }

            Known().Remove(ship);
        }
    }

    private AgentFile Write(ShipId ship, IPNetwork block, string enrollmentToken)
    {
        var folder = FolderOf(ship);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = new AgentFile(ship.Value, camp.Name, settings.ControlUrl, Path.GetFullPath(Path.Combine(settings.DataFolder, "ca.crt")), "enroll.token", NetworkName, block.ToString(), DockerSocket);
        WriteSecret(Path.Combine(folder, file.TokenFile), enrollmentToken);

        // Last and in one step: a folder without it is no ship.
        WriteSecret(Path.Combine(folder, Marker + ".new"), JsonSerializer.Serialize(file, Json));
        File.Move(Path.Combine(folder, Marker + ".new"), Path.Combine(folder, Marker));
        Known()[ship] = new Entry(file, Retired: false);
        return file;
    }

    // Read from disk once: this process is the only one that makes and removes these folders.
    private Dictionary<ShipId, Entry> Known()
    {
        if (known is null)
        {
            var root = Path.Combine(settings.DataFolder, "ships");
            known = [];
            foreach (var folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            {
                var live = Read(Path.Combine(folder, Marker));
                if (ShipId.TryParse(Path.GetFileName(folder)) is { } ship && (live ?? Read(Path.Combine(folder, RetiredMarker))) is { } file && file.Camp == camp.Name)
                {
                    known[ship] = new Entry(file, Retired: live is null);
                }
            }
        }

        return known;
    }

    // The first block is left out: the network's own and its gateway's addresses lie there.
    private IPNetwork? FreeBlock()
    {
        var taken = Known().Values.Select(entry => entry.File.AddressBlock).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, Blocks).Select(BlockAt).Where(block => !taken.Contains(block.ToString())).Select(block => (IPNetwork?)block).FirstOrDefault();
    }

    private IPNetwork BlockAt(int index)
    {
        var bytes = Subnet.BaseAddress.GetAddressBytes();
        var address = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) + ((uint)index << (32 - BlockPrefix));
        return new IPNetwork(new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]), BlockPrefix);
    }

    private static AgentFile? Read(string path)
    {
        try
        {
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

    private sealed record Entry(AgentFile File, bool Retired);
}
