using System.Text;
using Mux.Camp;
using Mux.Cli;
using Mux.Tests.Api;
using Mux.Tests.Cli;
using Xunit;

namespace Mux.Tests.Roster;

/// <summary>Personal links by a real mail server.</summary>
public sealed class Mailing
{
    [Fact]
    public async Task Everybody_gets_one_mail_and_what_the_server_refuses_is_told()
    {
        using var server = await MailServer.StartAsync();
        await using var host = await OrganizerHost.StartAsync(camp => camp with { Mail = MailOf(server) }, settings: settings => settings with { MailPassword = MailServer.Password });
        var cli = await WithPeopleAsync(host);
        Assert.Equal(ExitCode.Failed, await cli.RunAsync("roster", "mail"));
        Assert.Contains("refused@example.org: the server does not take mail for that address", cli.Output, StringComparison.Ordinal);
        Assert.Contains("2 sent, 1 refused, 0 left", cli.Output, StringComparison.Ordinal);

        var mail = await server.NextAsync();
        Assert.Equal("ada@example.org", mail.GetProperty("to")[0].GetString());
        Assert.True(mail.GetProperty("tls").GetBoolean());
        Assert.Equal("camp", mail.GetProperty("user").GetString());
        var link = mail.GetProperty("text").GetString()!.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal)).Trim();
        using var person = new TestBrowser(host.Settings.AttendeeUrl);
        Assert.Contains("Log in as Ada", await person.ReadAsync(new Uri(link).AbsolutePath), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, await cli.RunAsync("roster", "mail")); // nobody is mailed twice
        Assert.Contains("0 sent, 0 refused, 0 left", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("untrusted", "its certificate is not trusted")]
    [InlineData("password", "does not take username and password")]
    [InlineData("dead", "does not answer as a mail server")]
    public async Task A_server_that_cannot_be_used_changes_no_link(string trouble, string told)
    {
        using var server = await MailServer.StartAsync();
        var mail = MailOf(server);
        mail = trouble switch { "untrusted" => mail with { AuthorityFile = "" }, "dead" => mail with { Port = 9 }, _ => mail };
        await using var host = await OrganizerHost.StartAsync(camp => camp with { Mail = mail }, settings: settings => settings with { MailPassword = trouble == "password" ? "wrong" : MailServer.Password });
        var cli = await WithPeopleAsync(host);
        Assert.Equal(ExitCode.Refused, await cli.RunAsync("roster", "mail"));
        Assert.Contains(told, cli.Error, StringComparison.Ordinal);
        Assert.All(host.Snapshot.Roster.Values, entry => Assert.Null(entry.Link));
    }

    private static MailDefinition MailOf(MailServer server) => new("127.0.0.1", "Spring Camp <camp@example.org>") { Port = server.Port, Username = "camp", AuthorityFile = server.AuthorityFile };

    private static async Task<CommandLine> WithPeopleAsync(OrganizerHost host)
    {
        using var people = new ByteArrayContent(Encoding.UTF8.GetBytes("name,email\nAda,ada@example.org\nBea,refused@example.org\nCleo,cleo@example.org\n"));
        using var imported = await host.Client.PostAsync("/api/v1/roster", people);
        Assert.True(imported.IsSuccessStatusCode);
        return new CommandLine(host);
    }
}
