using System.Formats.Tar;
using System.Text;
using ShipAgent.Homes;
using Xunit;

namespace ShipAgent.Tests.Homes;

public sealed class HomeArchiveTests
{
    private const int Owner = 1000;

    [Fact]
    public async Task What_an_attendee_has_comes_through_as_the_attendees_own()
    {
        var entries = await RewriteAsync(
            File("work/a.txt", "hello", mode: 0b111_101_101),
            Folder("empty"),
            Link("work/latest", "a.txt"),
            new PaxTarEntry(TarEntryType.HardLink, "work/b.txt") { LinkName = "work/a.txt" });

        Assert.Equal(["work/a.txt=hello", "empty/", "work/latest→a.txt", "work/b.txt→work/a.txt"], entries.Select(Say));
        Assert.All(entries, entry => Assert.Equal((Owner, Owner), (entry.Uid, entry.Gid)));
        Assert.Equal((UnixFileMode)0b111_101_101, entries[0].Mode);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(50), entries[0].ModificationTime);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("work/../../x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData(".cache/pip/big")]
    public async Task A_name_outside_of_the_home_or_in_its_cache_is_left_out(string name) => Assert.Empty(await RewriteAsync(File(name, "x")));

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        var entries = await RewriteAsync(Link("out", "/etc"), File("out/passwd", "x"), File("out", "x"), Folder("out/deeper"), Link("out/b", "c"),
            new PaxTarEntry(TarEntryType.HardLink, "shadow") { LinkName = "out/shadow" });

        Assert.Equal(["out→/etc"], entries.Select(Say));
    }

    [Fact]
    public async Task Devices_and_pipes_are_left_out_and_set_id_bits_are_taken_away()
    {
        var entries = await RewriteAsync(
            new PaxTarEntry(TarEntryType.BlockDevice, "disk") { DeviceMajor = 8, DeviceMinor = 0 },
            new PaxTarEntry(TarEntryType.CharacterDevice, "mem") { DeviceMajor = 1, DeviceMinor = 1 },
            new PaxTarEntry(TarEntryType.Fifo, "pipe"),
            File("su", "x", mode: 0b111_111_101_101),
            new PaxTarEntry(TarEntryType.HardLink, "passwd") { LinkName = "/etc/passwd" });

        Assert.Equal("su=x", Say(Assert.Single(entries)));
        Assert.Equal((UnixFileMode)0b111_101_101, entries[0].Mode);
    }

    // The engine refuses a whole archive for a relative link that leaves the folder.
    [Theory]
    [InlineData("../../../data/penguins", "/data/penguins")]
    [InlineData("../other", "../other")]
    [InlineData("/data/penguins", "/data/penguins")]
    public async Task A_link_that_climbs_out_is_written_by_its_full_path(string target, string written) =>
        Assert.Equal($"work/data→{written}", Say(Assert.Single(await RewriteAsync(Link("work/data", target)))));

    [Fact]
    public async Task The_engines_own_first_folder_is_taken_away()
    {
        Assert.Equal("a.txt", HomeArchive.NameOf("camp/./a.txt", "camp"));
        Assert.Null(HomeArchive.NameOf("camp/", "camp"));
        Assert.Null(HomeArchive.NameOf("other/a.txt", "camp"));
        var entries = await RewriteAsync("camp", 1 << 20, Folder("camp"), File("camp/a.txt", "x"), new PaxTarEntry(TarEntryType.HardLink, "camp/b") { LinkName = "camp/a.txt" });
        Assert.Equal(["a.txt=x", "b→a.txt"], entries.Select(Say));
    }

    [Fact]
    public async Task A_home_that_is_too_large_is_refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => RewriteAsync(null, 10, File("a", "12345"), File("b", "123456")));

    [Fact]
    public async Task An_archive_that_is_cut_off_is_no_archive()
    {
        var whole = Pack(File("a", new string('x', 5000)), File("b", new string('y', 5000)));
        foreach (var length in new[] { 700, 3000, 6100, 9000 })
        {
            await Assert.ThrowsAnyAsync<IOException>(() => new HomeArchive("/home/camp", Owner, 1 << 20)
                .RewriteAsync(new Dribble(whole[..length]), Stream.Null, null, default));
        }
    }

    [Fact]
    public async Task A_file_larger_than_memory_goes_through_in_pieces()
    {
        var before = GC.GetTotalAllocatedBytes();
        var big = new PaxTarEntry(TarEntryType.RegularFile, "big") { DataStream = new MemoryStream(new byte[64 << 20]) };
        using var packed = new MemoryStream(Pack(big));
        var held = GC.GetTotalAllocatedBytes() - before;
        await new HomeArchive("/home/camp", Owner, 1L << 30).RewriteAsync(new Dribble(packed.ToArray()), Stream.Null, null, default);
        Assert.True(GC.GetTotalAllocatedBytes() - before - held < 80 << 20);
    }

    private static Task<List<TarEntry>> RewriteAsync(params TarEntry[] entries) => RewriteAsync(null, 1 << 20, entries);

    private static async Task<List<TarEntry>> RewriteAsync(string? folder, long largest, params TarEntry[] entries)
    {
        using var output = new MemoryStream();
        await new HomeArchive("/home/camp", Owner, largest).RewriteAsync(new Dribble(Pack(entries)), output, folder, default);
        output.Position = 0;
        var read = new List<TarEntry>();
        await using var reader = new TarReader(output);
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            read.Add(entry);
        return read;
    }

    private static byte[] Pack(params TarEntry[] entries)
    {
        var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }
        return packed.ToArray();
    }

    private static PaxTarEntry File(string name, string content, int mode = 0b110_100_100) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        Mode = (UnixFileMode)mode,
        ModificationTime = DateTimeOffset.UnixEpoch.AddYears(50),
    };

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name);

    private static PaxTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static string Say(TarEntry entry) => entry.EntryType switch
    {
        TarEntryType.RegularFile => $"{entry.Name}={new StreamReader(entry.DataStream!).ReadToEnd()}",
        TarEntryType.Directory => entry.Name,
        _ => $"{entry.Name}→{entry.LinkName}",
    };

    /// <summary>A stream as a socket gives it: in pieces, and without a way back.</summary>
    private sealed class Dribble(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }
}
