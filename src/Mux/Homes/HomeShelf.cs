using System.Collections.Concurrent;
using System.Globalization;
using Mux.Camp;

namespace Mux.Homes;

internal enum HomeOutcome
{
    Stored,

    /// <summary>Another copy of the same home is coming in.</summary>
    Busy,
    TooLarge,
    NoSpace,

    /// <summary>It broke off: what was there before stays.</summary>
    Broken,
}

/// <summary>The copies in <c>DATA/homes/VOLUME/</c>: the newest and the one before, each whole. They are archives, which the mux never unpacks.</summary>
internal sealed class HomeShelf(MuxSettings settings, TimeProvider time)
{
    private const int Kept = 2;
    private const string Extension = ".tar.gz";
    private const int Piece = 128 << 10;

    // The store lives on the same disk; without room for it nothing else works.
    private const long Reserve = 1L << 30;
    private const long BetweenLooks = 16L << 20;

    private readonly string root = Path.Combine(settings.DataFolder, "homes");
    private readonly ConcurrentDictionary<string, bool> incoming = new(StringComparer.Ordinal);

    /// <summary>Null when there is none of that age.</summary>
    public string? Find(string volume, int age) => Copies(volume).Skip(age).FirstOrDefault()?.FullName;

    /// <summary>Reads the stream to its end; only then does the copy count.</summary>
    public async Task<HomeOutcome> StoreAsync(string volume, Stream content, CancellationToken cancellationToken)
    {
        if (!incoming.TryAdd(volume, true))
        {
            return HomeOutcome.Busy;
        }

        var folder = Directory.CreateDirectory(Path.Combine(root, volume), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var scratch = Path.Combine(folder.FullName, "incoming");
        try
        {
            if (!await CopyAsync(content, scratch, cancellationToken))
            {
                return HomeOutcome.NoSpace;
            }

            File.Move(scratch, Path.Combine(folder.FullName, NextName(volume)));
            foreach (var old in Copies(volume).Skip(Kept))
            {
                old.Delete();
            }

            return HomeOutcome.Stored;
        }
        finally
        {
            File.Delete(scratch);
            incoming.TryRemove(volume, out _);
        }
    }

    // False when the disk is nearly full: looked at again and again, since others write too.
    private async Task<bool> CopyAsync(Stream content, string scratch, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using var file = new FileStream(scratch, options);
        var buffer = new byte[Piece];
        for (var nextLook = 0L; ;)
        {
            if (file.Position >= nextLook)
            {
                if (new DriveInfo(root).AvailableFreeSpace < Reserve)
                {
                    return false;
                }

                nextLook = file.Position + BetweenLooks;
            }

            if (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            else
            {
                break;
            }
        }

        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        return true;
    }

    // Newest first. By their number, not by the clock, which may have been set back.
    private IEnumerable<FileInfo> Copies(string volume) => new DirectoryInfo(Path.Combine(root, volume)) is { Exists: true } folder
        ? folder.GetFiles("*" + Extension).OrderByDescending(file => file.Name, StringComparer.Ordinal)
        : [];

    private string NextName(string volume)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var last = Copies(volume).FirstOrDefault() is { } newest ? long.Parse(newest.Name[..^Extension.Length], CultureInfo.InvariantCulture) : 0;
        return Math.Max(now, last + 1).ToString("D15", CultureInfo.InvariantCulture) + Extension;
    }
}
