using System.Formats.Tar;

namespace ShipAgent.Homes;

/// <summary>
/// Writes a home's archive anew, entry by entry, both on its way out and on its way in: whoever had the archive in hand before may be hostile. What comes out holds
/// files, folders and links below the home and nothing else: no device, no set-user-id, no other owner, no way out by a name or through a link.
/// </summary>
internal sealed class HomeArchive(string home, int owner, long largest)
{
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111; // neither set-id nor sticky
    private const int LongestName = 4096;
    private const int MostLinks = 100_000;
    // Made again by what uses it, and often larger than all else.
    private const string Cache = ".cache";

    private readonly HashSet<string> _links = [];
    private long _bytes;

    /// <param name="input">A tar.</param>
    /// <param name="output">Gets the new one.</param>
    /// <param name="folder">The first part of each name in <paramref name="input"/>, which is taken away; null: names are relative to the home.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidDataException">The archive is broken, or the home too large: nothing of the output may be used.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut off.</exception>
    public async Task RewriteAsync(Stream input, Stream output, string? folder, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(input, leaveOpen: true);
        await using var writer = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            _bytes += entry.Length;
            if (_bytes > largest)
                throw new InvalidDataException($"the home holds more than {largest >> 20} MiB");
            if (NameOf(entry.Name, folder) is { } name && IsKept(name) && Rewrite(entry, name, folder) is { } written)
                await writer.WriteEntryAsync(written, cancellationToken);
        }
    }

    /// <summary>The name below the home, in its plain form; null for the home itself and for whatever is not below it.</summary>
    internal static string? NameOf(string name, string? folder)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        if (name.StartsWith('/') || name.Length > LongestName || parts.Contains("..") || name.Contains('\0', StringComparison.Ordinal))
            return null;
        if (folder is not null && (parts.Count == 0 || parts[0] != folder))
            return null;
        var below = string.Join('/', parts.Skip(folder is null ? 0 : 1));
        return below.Length > 0 ? below : null;
    }

    // A name that leads through a link would be written wherever the link points.
    private bool IsKept(string name)
    {
        if (name == Cache || name.StartsWith(Cache + "/", StringComparison.Ordinal) || _links.Contains(name))
            return false;
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            if (_links.Contains(name[..slash]))
                return false;
        }
        return true;
    }

    private PaxTarEntry? Rewrite(TarEntry entry, string name, string? folder)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                return Own(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = entry.DataStream is { } data ? new SizedStream(data, entry.Length) : null }, entry);
            case TarEntryType.Directory:
                return Own(new PaxTarEntry(TarEntryType.Directory, name + "/"), entry);
            case TarEntryType.HardLink:
                return NameOf(entry.LinkName, folder) is { } other && IsKept(other) ? Own(new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = other }, entry) : null;
            case TarEntryType.SymbolicLink when entry.LinkName.Length is > 0 and <= LongestName && !entry.LinkName.Contains('\0', StringComparison.Ordinal):
                if (_links.Count == MostLinks)
                    throw new InvalidDataException($"the home holds more than {MostLinks} links");
                _links.Add(name);
                return Own(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = LinkOf(name, entry.LinkName) }, entry);
            default:
                return null;
        }
    }

    // The engine refuses a whole archive for one relative link that climbs out of its folder; the same link by its full path is taken.
    private string LinkOf(string name, string target)
    {
        var full = Path.GetFullPath(target, Path.GetDirectoryName($"{home}/{name}")!);
        return target.StartsWith('/') || full.StartsWith(home + "/", StringComparison.Ordinal) ? target : full;
    }

    private PaxTarEntry Own(PaxTarEntry written, TarEntry read)
    {
        (written.Uid, written.Gid, written.Mode, written.ModificationTime) = (owner, owner, read.Mode & Permissions, read.ModificationTime);
        return written;
    }
}
