using ShipAgent.Docker;
using Xunit;

namespace ShipAgent.Tests.Docker;

public sealed class ImageReferenceTests
{
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Theory]
    [InlineData("127.0.0.1:5000/risecamp/first-steps")]
    [InlineData("registry.example.org/a/b__c/d.e-f")]
    [InlineData("notebook")]
    public void A_repository_with_a_digest_is_an_image(string repository)
    {
        var image = ImageReference.Parse($"{repository}@{Digest}");

        Assert.Equal(repository, image!.Repository);
        Assert.Equal(Digest, image.Digest);
    }

    [Theory]
    [InlineData("--privileged")]
    [InlineData("$(reboot)")]
    [InlineData("a b")]
    [InlineData("-v/:/host")]
    [InlineData("../etc")]
    [InlineData("UPPER/case")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("host:99999999/x")]
    [InlineData("a:tag")]
    [InlineData("a\n")]
    [InlineData("")]
    public void Nothing_else_is_taken_for_a_repository(string repository) => Assert.Null(ImageReference.Parse($"{repository}@{Digest}"));

    [Theory]
    [InlineData("a@sha256:abc")]
    [InlineData("a")]
    [InlineData("a:latest")]
    [InlineData("a@sha512:")]
    public void A_digest_is_required_whole(string text) => Assert.Null(ImageReference.Parse(text));

    [Fact]
    public void A_digest_has_no_tail_and_no_upper_case()
    {
        Assert.Null(ImageReference.Parse($"a@{Digest}\n"));
        Assert.Null(ImageReference.Parse($"a@{Digest}x"));
        Assert.Null(ImageReference.Parse($"a@{Digest.ToUpperInvariant()}"));
        Assert.Null(ImageReference.Parse($"{new string('a', 100_000)}@{Digest}"));
    }
}
