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

    [Theory]
    [InlineData("MUX_ATTENDEE_URL", "MUX_ATTENDEE_URL=https://camp.example")] // no certificate, no proxy
    [InlineData("MUX_ORGANIZER_URL", "MUX_ORGANIZER_URL=https://camp.example:444")]
    [InlineData("MUX_TLS_KEY", "MUX_TLS_CERT=/a.pem")]
    [InlineData("MUX_ORGANIZER_TLS_CERT", "MUX_ORGANIZER_TLS_KEY=/a.key")]
    [InlineData("MUX_TLS_CERT", "MUX_TLS_CERT=/a.pem MUX_TLS_KEY=/a.key")] // both listeners are http
    [InlineData("one host", "MUX_ATTENDEE_URL=https://camp.example MUX_ORGANIZER_URL=http://camp.example:8081 MUX_TLS_CERT=/a.pem MUX_TLS_KEY=/a.key")]
    [InlineData("MUX_ATTENDEE_LISTEN", "MUX_ATTENDEE_LISTEN=8080")]
    [InlineData("MUX_ORGANIZER_LISTEN", "MUX_ORGANIZER_LISTEN=10.0.0.1")]
    [InlineData("MUX_ATTENDEE_LISTEN", "MUX_ATTENDEE_LISTEN=127.0.0.1:8081")] // the organizers' port
    [InlineData("MUX_TRUSTED_PROXIES", "MUX_TRUSTED_PROXIES=balancer")]
    [InlineData("MUX_TRUSTED_PROXIES", "MUX_TRUSTED_PROXIES=0.0.0.0/0")]
    [InlineData("MUX_HTTP_REDIRECT_URL", "MUX_HTTP_REDIRECT_URL=http://127.0.0.1:80")] // nothing is https
    [InlineData("MUX_HTTP_REDIRECT_URL", "MUX_ATTENDEE_URL=https://camp.example MUX_TRUSTED_PROXIES=10.0.0.1 MUX_HTTP_REDIRECT_URL=https://camp.example:81")]
    public void What_is_wrong_about_tls_and_proxies_is_named(string named, string given)
    {
        var reading = Read([.. given.Split(' ').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]);
        Assert.Null(reading.Settings);
        Assert.Contains(named, Assert.Single(reading.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_a_proxy_people_type_one_port_and_the_mux_listens_at_another()
    {
        var settings = Read(("MUX_ATTENDEE_URL", "https://camp.example"), ("MUX_ATTENDEE_LISTEN", "[::]:8080"), ("MUX_TRUSTED_PROXIES", "10.0.1.0/24, fd00::7")).Settings!;
        Assert.Equal((443, 8080), (settings.AttendeeUrl.Port, settings.AttendeePort));
        Assert.Equal(["10.0.1.0/24", "fd00::7/128"], settings.Entrance.TrustedProxies.Select(network => network.ToString()));
    }

    private SettingsReading Read(params (string Name, string Value)[] given) =>
        SettingsReader.Read(name => name == "MUX_DATA" ? folder.Path : given.FirstOrDefault(pair => pair.Name == name).Value);
}
