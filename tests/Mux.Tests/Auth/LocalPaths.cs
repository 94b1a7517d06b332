using Mux.Auth;
using Xunit;

namespace Mux.Tests.Auth;

public sealed class LocalPaths
{
    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("////evil.example/x")]
    [InlineData("\\\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\\/evil.example")]
    [InlineData("http://evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:/evil.example")]
    [InlineData("HTTPS://EVIL.EXAMPLE//x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("evil.example//x")]
    [InlineData("/\t/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData("/\r/evil.example")]
    [InlineData("/\n//evil.example")]
    [InlineData("/ok\r\nSet-Cookie: mux=x")]
    [InlineData("/%2f%2fevil.example")]
    [InlineData("/%2F%2Fevil.example")]
    [InlineData("/%252f%252fevil.example")]
    [InlineData("%2f%2fevil.example")]
    [InlineData("/%5cevil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/..//evil.example")]
    [InlineData("/camp/..%2f%2fevil.example")]
    [InlineData("http://mux@evil.example/")]
    [InlineData("//mux:8080@evil.example/")]
    [InlineData("@evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("/login")]
    [InlineData("/login?returnUrl=/login")]
    [InlineData("/logout")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_but_a_plain_path_of_this_site_leads_to_the_start(string? text) => Assert.Equal("/", LocalPath.OrRoot(text));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/camp/plots/", "/camp/plots/")]
    [InlineData("/camp/plots/lab/tree/a%20b.ipynb?x=1&y=%2Fz#cell", "/camp/plots/lab/tree/a%20b.ipynb?x=1&y=%2Fz#cell")]
    [InlineData("/camp/plots/?next=https://example.org/", "/camp/plots/?next=https://example.org/")]
    [InlineData("/camp/plots/é", "/camp/plots/%C3%A9")]
    public void A_path_of_this_site_is_kept_and_encoded(string text, string expected) => Assert.Equal(expected, LocalPath.OrRoot(text));

    [Fact]
    public void An_endless_path_leads_to_the_start() => Assert.Equal("/", LocalPath.OrRoot("/" + new string('a', 5000)));
}
