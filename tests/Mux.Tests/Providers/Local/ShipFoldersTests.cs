using System.Net;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers.Local;
using Xunit;

namespace Mux.Tests.Providers.Local;

public sealed class ShipFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_ship_gets_a_block_of_its_own_whatever_launches_at_once()
    {
        var folders = Open();
        var blocks = new IPNetwork[60];
        Parallel.For(0, blocks.Length, i => blocks[i] = IPNetwork.Parse(folders.Make(Id(i), "token")!.AddressBlock));
        Assert.Equal(blocks.Length, blocks.Select(block => block.BaseAddress).Distinct().Count());
        Assert.All(blocks, block => Assert.True(IPNetwork.Parse("10.77.0.0/22").Contains(block.BaseAddress) && block.PrefixLength == 28));
        Assert.DoesNotContain(blocks, block => block.Contains(IPAddress.Parse("10.77.0.1")) || block.Contains(IPAddress.Parse("10.77.3.255")));
    }

    [Fact]
    public void A_full_network_is_said_and_a_retired_ships_block_is_free_only_once_it_is_gone()
    {
        var folders = Open("10.77.0.0/24");
        Assert.All(Enumerable.Range(0, 14), i => Assert.NotNull(folders.Make(Id(i), "token")));
        Assert.Null(folders.Make(Id(99), "token"));
        folders.Retire(Id(3));
        Assert.Null(folders.Make(Id(99), "token"));
        Assert.Null(Open("10.77.0.0/24").Make(Id(99), "token")); // nor after a restart
        folders.Remove(Id(3));
        Assert.NotNull(folders.Make(Id(99), "token"));
    }

    [Fact]
    public void A_restart_finds_what_is_there_and_the_same_launch_changes_nothing()
    {
        var file = Open().Make(Id(1), "token");
        var again = Open();
        Assert.Equal((Id(1), file), Assert.Single(again.All()));
        Assert.Equal(file, again.Make(Id(1), "other token"));
        Assert.Equal("token", File.ReadAllText(Path.Combine(again.FolderOf(Id(1)), "enroll.token")));
    }

    [Fact]
    public void A_folder_that_is_half_made_or_of_another_camp_is_no_ship()
    {
        Open().Make(Id(1), "token");
        File.Delete(Path.Combine(Open().FolderOf(Id(1)), "agent.json"));
        Assert.Empty(Open().All());
        Assert.NotNull(Open().Make(Id(1), "token"));
        Assert.Empty(new ShipFolders(Camp("10.77.0.0/22") with { Name = "other" }, Settings()).All());
    }

    [Fact]
    public void The_token_and_the_folder_are_their_owners_alone()
    {
        var folders = Open();
        folders.Make(Id(1), "token");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folders.FolderOf(Id(1))));
        Assert.All(Directory.GetFiles(folders.FolderOf(Id(1))), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static ShipId Id(int number) => new($"s-{"23456789bc"[number / 10]}{"23456789bc"[number % 10]}22222222");

    private static CampDefinition Camp(string subnet) => new("spring", [new TutorialDefinition("intro", "x")]) { Local = new LocalDefinition { Subnet = IPNetwork.Parse(subnet) } };

    private MuxSettings Settings() => new() { DataFolder = folder.Path, AccessCode = "", OrganizerToken = "" };

    private ShipFolders Open(string subnet = "10.77.0.0/22") => new(Camp(subnet), Settings());
}
