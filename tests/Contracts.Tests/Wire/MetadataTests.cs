using Contracts.Wire;
using Xunit;

namespace Contracts.Tests.Wire;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("", "x")]
    [InlineData("with space", "x")]
    [InlineData("grpc-status", "0")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("te", "gzip")]
    [InlineData("x-bytes-bin", "text")]
    [InlineData("x-key", "line\nbreak")]
    [InlineData("x-key", "ünicode")]
    public void What_cannot_travel_is_refused_when_it_is_added(string key, string value) =>
        Assert.Throws<ArgumentException>(() => new Metadata { { key, value } });

    [Fact]
    public void Bytes_need_a_key_that_says_so() => Assert.Throws<ArgumentException>(() => new Metadata { { "x-key", [1, 2] } });

    [Theory]
    [InlineData("q6urAA==", 1)]
    [InlineData("q6urAA", 1)]
    [InlineData("q6urAA,q6urAA==", 2)]
    public void Bytes_come_padded_or_not_and_joined_or_not(string value, int count)
    {
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary { ["X-Some-Bin"] = value, ["te"] = "trailers", [":path"] = "/" };
        var metadata = MetadataWire.Read(headers);
        Assert.Equal(count, metadata.Count);
        Assert.All(metadata, entry => Assert.Equal([0xab, 0xab, 0xab, 0x00], entry.ValueBytes!));
    }

    [Fact]
    public void Bytes_that_are_no_base64_are_an_internal_error()
    {
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary { ["x-some-bin"] = "?" };
        Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => MetadataWire.Read(headers)).StatusCode);
    }
}
