using System.Text.RegularExpressions;
using Xunit;

namespace Mux.Tests;

/// <summary>Who may use whom among the rooms of <c>src/Mux</c>. What is not drawn here is not allowed; a room that is not named here does not exist.</summary>
public sealed partial class ArchitectureTests
{
    private const int LargestFile = 250;

    private static readonly Dictionary<string, string> Arrows = new()
    {
        ["Fleet"] = "",
        ["Images"] = "",
        ["Camp"] = "Fleet Images",
        ["Listeners"] = "Camp Metrics",
        ["Pages"] = "Camp Listeners",
        ["Metrics"] = "Fleet",
        ["Store"] = "Fleet Metrics",
        ["Providers"] = "Fleet Camp",
        ["Preflight"] = "Providers Store Fleet Camp",
        ["Controller"] = "Providers Store Camp Fleet Images Metrics",
        ["ControlChannel"] = "Store Fleet Camp Images Listeners Metrics",
        ["Homes"] = "ControlChannel Store Fleet Camp Listeners Metrics",
        ["Auth"] = "Store Fleet Camp Listeners Pages Metrics",
        ["Berths"] = "Store Fleet Auth Camp Listeners Pages Metrics",
        ["Proxy"] = "Berths Fleet Auth Store Camp Listeners Pages Metrics",
        ["Orders"] = "Store Fleet Camp Images",
        ["Helping"] = "Proxy Orders Store Fleet Auth Camp Listeners Pages",
        ["Roster"] = "Orders Store Fleet Camp",
        ["Rehearsals"] = "Orders Preflight Store Fleet Camp Images",
        ["ApiModel"] = "",
        ["Alerts"] = "ApiModel Homes ControlChannel Store Fleet Camp Listeners Metrics",
        ["Api"] = "Alerts Orders Roster Rehearsals ApiModel Store Fleet Camp Auth Images Listeners Pages Metrics Preflight",
        ["Dashboard"] = "Alerts Orders Roster Rehearsals Store Fleet Camp Auth Images Listeners Pages Metrics Preflight",
        ["Cli"] = "ApiModel Camp",
    };

    [Fact]
    public void Rooms_use_only_those_that_the_table_allows()
    {
        var broken = Repository.Sources("src/Mux").SelectMany(Uses).Where(use => use.Room != use.Target && !Allowed(use.Room, use.Target)).ToList();
        Assert.True(broken.Count == 0, "arrows that are not drawn:\n" + string.Join('\n', broken.Select(use => $"{use.File}({use.Line}): {use.Room} → {use.Target}")));
    }

    [Fact]
    public void Every_room_is_in_the_table()
    {
        var rooms = Directory.GetDirectories(Repository.At("src", "Mux")).Select(Path.GetFileName).Where(name => char.IsAsciiLetterUpper(name![0]));
        Assert.All(rooms, room => Assert.Contains(room!, Arrows.Keys));
    }

    [Fact]
    public void The_table_itself_has_no_circle()
    {
        foreach (var room in Arrows.Keys)
        {
            Assert.DoesNotContain(room, Reach(room));
        }
    }

    // Catches the test above going blind: the reader of sources must see both ways of naming a room.
    [Theory]
    [InlineData("using Mux.Store;", "Store")]
    [InlineData("@using Mux.Store", "Store")]
    [InlineData("var x = Mux.Store.FleetStore.Open();", "Store")]
    [InlineData("global::Mux.Store.FleetStore x;", "Store")]
    [InlineData("var x = \"Mux.Store\" + DeMux.Store;", null)]
    public void A_use_of_a_room_is_seen(string line, string? room) => Assert.Equal(room, Targets(line).FirstOrDefault());

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold()
    {
        var lengths = Repository.Sources("src").Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()));
        Assert.All(lengths, file => Assert.True(file.Lines <= LargestFile, $"{file.File} has {file.Lines} lines"));
    }

    private static IEnumerable<(string File, int Line, string Room, string Target)> Uses(string file)
    {
        var parts = Path.GetRelativePath(Repository.At("src", "Mux"), file).Split('/');
        return parts.Length == 1 ? [] : File.ReadLines(file)
            .SelectMany((line, index) => Targets(line).Select(target => (Path.GetRelativePath(Repository.Root, file), index + 1, parts[0], target)));
    }

    private static IEnumerable<string> Targets(string line) => Name().Matches(line).Select(match => match.Groups[1].Value).Where(Arrows.ContainsKey);

    private static bool Allowed(string room, string target) => Arrows.TryGetValue(room, out var may) && may.Split(' ').Contains(target);

    private static HashSet<string> Reach(string room)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(Arrows[room].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (open.TryPop(out var next))
        {
            if (seen.Add(next))
            {
                Array.ForEach(Arrows[next].Split(' ', StringSplitOptions.RemoveEmptyEntries), open.Push);
            }
        }

        return seen;
    }

    [GeneratedRegex(@"(?<![\w.""])Mux\.([A-Z]\w*)")]
    private static partial Regex Name();
}
