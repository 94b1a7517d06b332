using Mux.Camp;
using Xunit;

namespace Mux.Tests.Camp;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Secrets_are_made_once_and_are_their_owners_alone()
    {
        var first = Read().Settings!;
        var second = Read().Settings!;
        Assert.Equal((first.AccessCode, first.OrganizerToken), (second.AccessCode, second.OrganizerToken));
        Assert.Equal((8, 40), (first.AccessCode.Length, first.OrganizerToken.Length));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    // Found: a crash between making the file and writing it left an empty secret, and with it an open door.
    [Theory]
    [InlineData("organizer-token")]
    [InlineData("access-code")]
    public void An_empty_secret_is_refused(string file)
    {
        File.WriteAllText(folder.At(file), "\n");
        Assert.Contains(file, Assert.Single(Read().Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MUX_ATTENDEE_URL", "nonsense")]
    [InlineData("MUX_ATTENDEE_URL", "ftp://127.0.0.1:80")]
    [InlineData("MUX_ATTENDEE_URL", "http://127.0.0.1:80/path")]
    [InlineData("MUX_ATTENDEE_URL", "http://127.0.0.1:80/?q")]
    [InlineData("MUX_ATTENDEE_URL", "http://127.0.0.1:80/#f")]
    [InlineData("MUX_ATTENDEE_URL", "http://me:secret@127.0.0.1:80")]
    [InlineData("MUX_CONTROL_URL", "http://127.0.0.1:8443")]
    [InlineData("MUX_ORGANIZER_URL", "http://127.0.0.2:8080")] // the attendees' port
    [InlineData("MUX_ORGANIZER_TOKEN", "short")]
    [InlineData("MUX_ACCESS_CODE", "abc")]
    public void What_is_wrong_is_named(string name, string value)
    {
        var reading = Read((name, value));
        Assert.Null(reading.Settings);
        Assert.Contains(name, Assert.Single(reading.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once() =>
        Assert.Equal(3, Read(("MUX_ATTENDEE_URL", "x"), ("MUX_CONTROL_URL", "http://127.0.0.1:1"), ("MUX_ACCESS_CODE", "abc")).Errors.Count);

    private SettingsReading Read(params (string Name, string Value)[] given) =>
        SettingsReader.Read(name => name == "MUX_DATA" ? folder.Path : given.FirstOrDefault(pair => pair.Name == name).Value);
}
