using System.Text;
using Mux.Fleet;
using Mux.Roster;
using Xunit;

namespace Mux.Tests.Roster;

public sealed class RosterFiles
{
    private static readonly string[] Tutorials = ["intro", "plots"];

    [Theory]
    [InlineData("name,email\nAda,ada@example.org\n")]
    [InlineData("Name;E-Mail\r\nAda;ada@example.org\r\n")]
    [InlineData("email\tname\nada@example.org\tAda")]
    [InlineData("\n name , email \n\n \"Ada\" , ada@example.org \n\n")]
    public void A_table_as_spreadsheets_write_it_is_read(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Errors);
        Assert.Equal(("Ada", "ada@example.org"), (reading.Rows[0].Name, reading.Rows[0].Email));
    }

    [Fact]
    public void Role_tutorials_and_group_may_be_given()
    {
        var reading = Read("name,email,role,tutorials,group\nAda,ada@example.org,Author,intro plots,Row 3\nGrace,grace@example.org,,,\n");
        Assert.Equal(new RosterRow(2, "Ada", "ada@example.org", StaffRole.Author, reading.Rows[0].Tutorials, "Row 3"), reading.Rows[0]);
        Assert.Equal(Tutorials, reading.Rows[0].Tutorials);
        Assert.Equal(StaffRole.None, reading.Rows[1].Role);
    }

    [Fact]
    public void Marked_encodings_are_read_and_names_keep_their_letters()
    {
        const string text = "name,email\nÅsa Ødegård,asa@example.org\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var reading = RosterReader.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], Tutorials);
            Assert.Equal("Åsa Ødegård", Assert.Single(reading.Rows).Name);
        }
    }

    [Fact]
    public void Another_encoding_is_refused_with_the_first_line_that_shows_it()
    {
        var error = Assert.Single(RosterReader.Read([.. Encoding.Latin1.GetBytes("name,email\nAda,ada@example.org\nÅsa,asa@example.org\n")], Tutorials).Errors);
        Assert.Equal(3, error.Line);
        Assert.Contains("CSV UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,email\nAda,ada@example.org\nBea,ADA@example.org\n", 3, "email", "line 2 already")]
    [InlineData("name,email\nAda,not an address\n", 2, "email", "one plain address")]
    [InlineData("name,email\nAda,\"a@b.org,c@d.org\"\n", 2, "email", "one plain address")]
    [InlineData("name,email\nAda,ada@localhost\n", 2, "email", "one plain address")]
    [InlineData("name,email\n=HYPERLINK(1),ada@example.org\n", 2, "name", "formula")]
    [InlineData("name,email\n@SUM(1),ada@example.org\n", 2, "name", "formula")]
    [InlineData("name,email\nAda,+a@example.org\n", 2, "email", "formula")]
    [InlineData("name,email,group\nAda,ada@example.org,-1\n", 2, "group", "formula")]
    [InlineData("name,email\n\u202eAda,ada@example.org\n", 2, "name", "cannot be printed")]
    [InlineData("name,email\n,ada@example.org\n", 2, "name", "1 to 64")]
    [InlineData("name,email,role\nAda,ada@example.org,king\n", 2, "role", "attendee, helper")]
    [InlineData("name,email,tutorials\nAda,ada@example.org,nosuch\n", 2, "tutorials", "intro plots")]
    [InlineData("name,mail\nAda,ada@example.org\n", 1, "mail", "is not a column")]
    [InlineData("name\nAda\n", 1, "email", "is missing")]
    [InlineData("name,name,email\nAda,Ada,ada@example.org\n", 1, "name", "twice")]
    [InlineData("name,email\nAda \"the first,ada@example.org\n", 2, "quotes", "quote")]
    [InlineData("", 1, "file", "is empty")]
    public void What_is_wrong_is_told_with_its_line(string text, int line, string field, string message)
    {
        var reading = Read(text);
        Assert.Empty(reading.Rows);
        Assert.Contains(reading.Errors, error => error.Line == line && error.Field == field && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_error_is_found_in_one_go_and_endless_fields_are_cut_off()
    {
        var reading = Read($"name,email\n{new string('n', 65)},x\nAda,ada@example.org\n=1,y\n");
        Assert.Equal([2, 2, 4, 4], reading.Errors.Select(error => error.Line));
        Assert.NotEmpty(Read($"name,email\n{new string('n', 500_000)},a@b.org\n").Errors);
        Assert.NotEmpty(Read($"name,email\n\"{new string('n', 500_000)}").Errors);
    }

    private static RosterReading Read(string text) => RosterReader.Read(Encoding.UTF8.GetBytes(text), Tutorials);
}
