using Mux.Images;
using Xunit;

namespace Mux.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ubuntu", "docker.io/library/ubuntu", "latest")]
    [InlineData("me/intro", "docker.io/me/intro", "latest")]
    [InlineData("me/intro:v1.2_x-Y", "docker.io/me/intro", "v1.2_x-Y")]
    [InlineData("localhost/intro", "localhost/intro", "latest")]
    [InlineData("127.0.0.1:5000/a/b-c/d__e:1", "127.0.0.1:5000/a/b-c/d__e", "1")]
    [InlineData("reg.Example.org/intro@" + Digest, "reg.Example.org/intro", Digest)]
    [InlineData("reg.example.org/intro:1@" + Digest, "reg.example.org/intro", Digest)]
    public void What_is_one_is_read(string text, string name, string selector)
    {
        var image = ImageReference.TryParse(text)!;
        Assert.Equal((name, selector), (image.Name, image.Selector));
        Assert.NotNull(ImageReference.TryParse(image.At(Digest)));
    }

    // T14
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ubuntu")]
    [InlineData("ubuntu\n")]
    [InlineData("ubuntu\nRUN x")]
    [InlineData("--privileged")]
    [InlineData("-v/:/host")]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("a;b")]
    [InlineData("a|b")]
    [InlineData("a&b=c")]
    [InlineData("a?x")]
    [InlineData("a#x")]
    [InlineData("a%2fb")]
    [InlineData("../../v2")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("Ubuntu")]
    [InlineData("reg.example/Intro")]
    [InlineData("https://reg.example/intro")]
    [InlineData("user:pass@reg.example/intro")]
    [InlineData("intro:")]
    [InlineData("intro:-x")]
    [InlineData("intro@sha256:")]
    [InlineData("intro@sha256:junk")]
    [InlineData("intro@sha256:0123")]
    [InlineData("intro@" + Digest + "0")]
    [InlineData("intro@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("intro@sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("intro@" + Digest + "@" + Digest)]
    [InlineData("ìntro")]
    [InlineData("intro\0")]
    [InlineData("[::1]:5000/intro")]
    public void What_is_none_is_refused(string? text) => Assert.Null(ImageReference.TryParse(text));

    [Fact]
    public void What_is_too_long_is_refused()
    {
        Assert.Null(ImageReference.TryParse(new string('a', 513)));
        Assert.Null(ImageReference.TryParse("a:" + new string('x', 129)));
        Assert.NotNull(ImageReference.TryParse("a:" + new string('x', 128)));
    }
}
