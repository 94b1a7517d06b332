using System.Security.Cryptography;

namespace Mux.Camp;

/// <summary>
/// The agent as machines fetch it: a gzipped tar that is called by its SHA-256. Each one that was ever offered is kept in the data folder for a while: a machine
/// launched before the mux was upgraded asks for the one that it was told of.
/// </summary>
internal sealed class AgentArchive(MuxSettings settings)
{
    private const int Kept = 3;
    private const string Extension = ".tar.gz";

    private readonly string folder = Path.Combine(settings.DataFolder, "agents");
    private readonly Lock gate = new();
    private string? newest;

    /// <summary>In hex. Null when there is no archive at <see cref="MuxSettings.AgentArchivePath"/>: then no machine can be launched.</summary>
    public string? Sha256
    {
        get
        {
            lock (gate)
            {
                return newest ??= File.Exists(settings.AgentArchivePath) ? TakeIn(settings.AgentArchivePath) : null;
            }
        }
    }

    /// <summary>Null when the text is no checksum, or of an archive that is not here.</summary>
    public string? FileOf(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) && (Sha256 == sha256 || File.Exists(PathOf(sha256))) ? PathOf(sha256) : null;

    // A copy: what a build has made may be replaced under a mux that runs.
    private string TakeIn(string archive)
    {
        Directory.CreateDirectory(folder);
        var scratch = Path.Combine(folder, "new");
        File.Copy(archive, scratch, overwrite: true);
        var hash = HashOf(scratch);
        File.Move(scratch, PathOf(hash), overwrite: true);
        File.SetLastWriteTimeUtc(PathOf(hash), File.GetLastWriteTimeUtc(archive));
        foreach (var old in new DirectoryInfo(folder).GetFiles("*" + Extension).Where(file => file.FullName != PathOf(hash)).OrderByDescending(file => file.LastWriteTimeUtc).Skip(Kept - 1))
        {
            old.Delete();
        }

        return hash;
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string PathOf(string hash) => Path.Combine(folder, hash + Extension);
}
