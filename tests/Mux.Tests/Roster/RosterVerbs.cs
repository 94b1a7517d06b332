using System.Net;
using Mux.Cli;
using Mux.Fleet;
using Mux.Tests.Api;
using Mux.Tests.Cli;
using Xunit;

namespace Mux.Tests.Roster;

/// <summary>The roster from the command line to the attendee's browser.</summary>
public sealed class RosterVerbs
{
    [Fact]
    public async Task A_file_is_imported_once_and_again_without_harm()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "people.csv");
        await File.WriteAllTextAsync(file, "name,email,role,group\nAda,ada@example.org,,A\nGrace,grace@example.org,helper,\n");
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "import", file));
        Assert.Equal("2 added, 0 changed, 0 unchanged.", cli.Output.Trim());
        var before = host.Snapshot.Roster;
        await cli.RunAsync("roster", "import", file);
        Assert.Equal("0 added, 0 changed, 2 unchanged.", cli.Output.Trim());
        Assert.Same(before, host.Snapshot.Roster);

        await File.WriteAllTextAsync(file, "name,email\nAda Lovelace,ADA@example.org\n");
        await cli.RunAsync("roster", "import", file);
        Assert.Equal("0 added, 1 changed, 0 unchanged.", cli.Output.Trim());
        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "list", "--json"));
        Assert.Equal(["Ada Lovelace", "Grace"], cli.Json.EnumerateArray().Select(one => one.GetProperty("name").GetString()));

        await File.WriteAllTextAsync(file, "name,email\nEve,=cmd\n");
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("roster", "import", file));
        Assert.Contains("line 2: email: starts as a formula does", cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, host.Snapshot.Roster.Count);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "remove", "grace@example.org"));
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("roster", "remove", "grace@example.org"));
    }

    [Fact]
    public async Task A_personal_link_shows_a_button_and_logs_in_once()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = await WithAdaAsync(host);
        await cli.RunAsync("roster", "link", "ada@example.org");
        var path = new Uri(cli.Output.Trim()).AbsolutePath;
        using var scanner = new TestBrowser(host.Settings.AttendeeUrl);
        using var person = new TestBrowser(host.Settings.AttendeeUrl);
        for (var looks = 0; looks < 3; looks++)
        {
            Assert.Equal(HttpStatusCode.OK, (await scanner.GetAsync(path)).StatusCode); // scanners of mail look first
        }

        Assert.Contains("Log in as Ada", await person.ReadAsync(path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.PostAsync(path, "/link", ("link", path[6..]))).StatusCode);
        var attendee = Assert.Single(host.Snapshot.Attendees.Values);
        Assert.Equal(("Ada", AttendeeOrigin.Roster, "A"), (attendee.Name, attendee.Origin, attendee.SeatGroup));
        Assert.True(attendee.HasReservedSeat);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/berth")).StatusCode);

        Assert.Equal(HttpStatusCode.Gone, (await scanner.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await scanner.SendAsync("/link", await scanner.TokenAsync("/login"), request => request.Headers.Add("Origin", scanner.Origin), ("link", path[6..]))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await scanner.GetAsync("/berth")).StatusCode);
        var database = await File.ReadAllBytesAsync(Path.Combine(host.Settings.DataFolder, "mux.db"));
        Assert.Equal(-1, database.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(path[6..])));
    }

    [Fact]
    public async Task A_link_from_elsewhere_without_the_pages_token_or_after_a_newer_one_does_nothing()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = await WithAdaAsync(host);
        await cli.RunAsync("roster", "link", "ada@example.org");
        var path = new Uri(cli.Output.Trim()).AbsolutePath;
        using var browser = new TestBrowser(host.Settings.AttendeeUrl);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync("/link", null, request => request.Headers.Add("Origin", browser.Origin), ("link", path[6..]))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync("/link", await browser.TokenAsync("/login"), request => request.Headers.Add("Origin", "https://evil.example"), ("link", path[6..]))).StatusCode);
        await cli.RunAsync("roster", "link", "ada@example.org");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
        Assert.Empty(host.Snapshot.Attendees);
    }

    [Fact]
    public async Task Cards_are_a_page_of_their_own_with_a_code_for_everybody_who_needs_one()
    {
        await using var host = await OrganizerHost.StartAsync();
        using var folder = new TemporaryFolder();
        var cli = await WithAdaAsync(host, "<b>Bea</b>,bea@example.org\n");
        var file = Path.Combine(folder.Path, "cards.html");
        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "cards", "--out", file));
        var page = await File.ReadAllTextAsync(file);
        Assert.Equal(2, page.Split("<svg ").Length - 1);
        Assert.Contains("&lt;b&gt;Bea&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.All(host.Snapshot.Roster.Values, entry => Assert.NotNull(entry.Link));
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_mailed_and_it_is_said_why()
    {
        await using var host = await OrganizerHost.StartAsync();
        var cli = await WithAdaAsync(host);
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("roster", "mail"));
        Assert.Contains("section 'mail'", cli.Error, StringComparison.Ordinal);
        Assert.Null(host.Snapshot.Roster.Values.Single().Link);
    }

    private static async Task<CommandLine> WithAdaAsync(OrganizerHost host, string more = "")
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "people.csv");
        await File.WriteAllTextAsync(file, $"name,email,group\nAda,ada@example.org,A\n{more.Replace("\n", ",\n", StringComparison.Ordinal)}");
        var cli = new CommandLine(host);
        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "import", file));
        return cli;
    }
}
