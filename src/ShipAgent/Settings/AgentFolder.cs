using System.Globalization;

namespace ShipAgent.Settings;

/// <summary>The agent's folder: every file it reads or writes goes through here, each write whole or not at all.</summary>
internal sealed class AgentFolder(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Root { get; } = Path.GetFullPath(directory);

    public string PathOf(string name) => Path.GetFullPath(name, Root);

    public string? ReadText(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : null;

    public byte[]? ReadBytes(string name) => File.Exists(PathOf(name)) ? File.ReadAllBytes(PathOf(name)) : null;

    /// <summary>Replaces the file, readable by its owner only, durably: after a crash there is the old content or the new one.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var scratch = $"{path}.new";
        File.Delete(scratch);
        using (var file = new FileStream(scratch, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(scratch, path, overwrite: true);
    }

    public void Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Counts this start: a report of an earlier start can be told from one of now. Stored before it is used.</summary>
    public ulong NextBootEpoch()
    {
        _ = ulong.TryParse(ReadText("boot-epoch"), NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        Write("boot-epoch", (last + 1).ToString(CultureInfo.InvariantCulture));
        return last + 1;
    }
}
